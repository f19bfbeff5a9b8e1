import { useRef } from "preact/hooks";
import { useKeys, useModal } from "./hooks";
import { Icon, PATHS } from "./icons";

const KEYS: [string, [string, string][]][] = [
  [
    "Everywhere",
    [
      ["j k ↓ ↑", "next, previous"],
      ["g G", "first, last"],
      ["Enter", "open"],
      ["Esc", "close, then one level back"],
      ["Ctrl+K :", "go to a session or a view"],
      ["h", "sessions"],
      ["\\", "search"],
      ["$", "cost"],
      ["?", "this help"],
    ],
  ],
  [
    "Sessions and files",
    [
      ["/", "filter"],
      ["s", "next sort order"],
    ],
  ],
  [
    "Search",
    [
      ["/", "what to search for"],
      ["↓", "from there to what was found"],
    ],
  ],
  [
    "Cost",
    [
      ["m", "money or tokens"],
      ["← →", "read the chart, when it has the focus"],
    ],
  ],
  [
    "File",
    [
      ["[ ]", "version before, version after"],
      ["Enter", "the step that wrote the line"],
    ],
  ],
  [
    "Session",
    [
      ["v", "timeline or story"],
      ["n p ] [", "next, previous turn"],
      ["e E", "next, previous error"],
      ["x", "fold or unfold a turn"],
      ["X", "fold or unfold all turns"],
      ["+ - 0", "zoom in, out, all of it"],
      ["← →", "earlier, later"],
      ["/", "find in the session"],
      ["o w", "open beside (story), panel wide"],
      ["F", "follow: stay at the end"],
      ["t f c", "timeline, files, cost"],
    ],
  ],
];

export function Help({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useModal(dialog, close);
  useKeys({ Escape: close, "?": close, j: () => {}, k: () => {}, Enter: close });
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help-title"
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div>
        <header>
          <h2 id="help-title">Keyboard</h2>
          <button class="quiet" onClick={close} aria-label="Close help">
            <Icon path={PATHS.close} />
          </button>
        </header>
        {KEYS.map(([title, keys]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    {key.split(" ").map((one) => (
                      <kbd key={one}>{one}</kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}
