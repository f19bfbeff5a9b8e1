/** What can be done with a session: take a link to what is seen, save it as a file. */

import { useEffect, useRef, useState } from "preact/hooks";
import { exportSession } from "./api";
import type { ExportFormat } from "./api";
import { useWorld } from "./hooks";
import { remembered } from "./remembered";
import { visible } from "./text";

/** The address of what is open. It holds no token: it works where the page is open already. */
export function CopyLink() {
  const [done, setDone] = useState(false);
  const copy = () => {
    const [path] = location.hash.split("?", 1);
    const link = `${location.origin}${location.pathname}${path}?as=${remembered("as", "waterfall")}`;
    void navigator.clipboard?.writeText(link).then(() => {
      setDone(true);
      setTimeout(() => setDone(false), 1200);
    });
  };
  return (
    <button class="quiet" onClick={copy} title="Copy the link to what is open">
      {done ? <span role="status">copied</span> : "link"}
    </button>
  );
}

const FORMATS: [ExportFormat, string][] = [
  ["html", "HTML, one file to share"],
  ["markdown", "Markdown"],
  ["json", "JSON, everything"],
];

export function ExportMenu({ session }: { session: string }) {
  const { fail } = useWorld();
  const [said, setSaid] = useState<string>();
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const away = (event: Event) => {
      if (menu.current?.open && !menu.current.contains(event.target as Node))
        menu.current.open = false;
    };
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
  }, []);
  const save = async (format: ExportFormat) => {
    setSaid("saving…");
    try {
      await exportSession(session, format);
      setSaid(undefined);
      if (menu.current) menu.current.open = false;
    } catch (failure) {
      fail(failure);
      setSaid(failure instanceof Error ? failure.message : String(failure));
    }
  };
  return (
    <details class="menu" ref={menu}>
      <summary class="quiet">export</summary>
      <div>
        {FORMATS.map(([format, name]) => (
          <button key={format} onClick={() => void save(format)}>
            {name}
          </button>
        ))}
        {said !== undefined && (
          <p class="faint" role="status">
            {visible(said)}
          </p>
        )}
      </div>
    </details>
  );
}
