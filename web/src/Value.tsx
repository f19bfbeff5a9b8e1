import type { Json } from "./json";
import { JsonTree } from "./JsonTree";
import { Output } from "./Output";
import { visible } from "./text";

/** Any JSON value: an object as its fields, text as text, the rest as a tree that folds. */
export function Value(props: { value: unknown; label: string; language?: string }) {
  const { value, label } = props;
  if (typeof value === "string")
    return <Output text={value} label={label} language={props.language} />;
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    return <Output text={asText(value)} label={label} />;
  }
  return (
    <dl class="fields">
      {Object.entries(value)
        .slice(0, 200)
        .map(([name, field]) => (
          <div key={name} class={isShort(field) ? "short" : undefined}>
            <dt>{visible(name)}</dt>
            <dd>
              <Field name={name} value={field} language={props.language} />
            </dd>
          </div>
        ))}
    </dl>
  );
}

function Field({ name, value, language }: { name: string; value: unknown; language?: string }) {
  if (isShort(value))
    return <code>{visible(typeof value === "string" ? value : JSON.stringify(value))}</code>;
  if (value !== null && typeof value === "object")
    return (
      <figure class="output" aria-label={visible(name)}>
        <div class="text" tabIndex={0} role="region" aria-label={visible(name)}>
          <JsonTree value={value as Json} />
        </div>
      </figure>
    );
  return <Output text={asText(value)} label={visible(name)} lines={16} language={language} />;
}

function isShort(value: unknown): boolean {
  if (typeof value === "string") return value.length <= 160 && !value.includes("\n");
  if (value === null || typeof value !== "object") return true;
  return JSON.stringify(value).length <= 80;
}

/** A value as the text to show: strings as they are, anything else as indented JSON. */
export function asText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "");
}
