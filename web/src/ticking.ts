import { useEffect, useState } from "preact/hooks";

/** Now, in epoch milliseconds; moves every second while `wanted`. */
export function useTick(wanted: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!wanted) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [wanted]);
  return now;
}
