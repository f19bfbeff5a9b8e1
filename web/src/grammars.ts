/** What the highlighter knows of each language: how comments and texts look, and its words. */

import type { Kind } from "./highlight";

export interface Quote {
  open: string;
  close: string;
  /** A backslash before it keeps it from closing. */
  escape: boolean;
  /** It may go on over several lines. */
  lines: boolean;
}

export interface Grammar {
  comment: string[];
  block: [string, string][];
  quotes: Quote[];
  words: ReadonlySet<string>;
  constants: ReadonlySet<string>;
  /** Words that begin with a capital are types. */
  types: boolean;
  calls: boolean;
  keys: boolean;
  variables: boolean;
  anyCase: boolean;
  tags: boolean;
  lifetimes: boolean;
  wholeLine?: (line: string) => Kind | undefined;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));
const quote = (open: string, lines = false, escape = true, close = open): Quote => ({
  open,
  close,
  escape,
  lines,
});

const NONE: Grammar = {
  comment: [],
  block: [],
  quotes: [],
  words: new Set(),
  constants: new Set(),
  types: false,
  calls: false,
  keys: false,
  variables: false,
  anyCase: false,
  tags: false,
  lifetimes: false,
};

const C_LIKE: Grammar = {
  ...NONE,
  comment: ["//"],
  block: [["/*", "*/"]],
  quotes: [quote('"'), quote("'")],
  constants: set("true false null nil this self super undefined NaN nullptr None"),
  types: true,
  calls: true,
};

const TRIPLE = quote('"""', true);
const COMMON =
  "if else for while do switch case default break continue return try catch finally throw new " +
  "class interface enum extends implements import package static const public private protected abstract final void";

const JAVA: Grammar = {
  ...C_LIKE,
  quotes: [TRIPLE, ...C_LIKE.quotes],
  words: set(
    `${COMMON} instanceof throws record sealed permits non-sealed var yield when synchronized ` +
      "volatile transient native boolean int long short byte char float double assert module requires exports",
  ),
};
const SCRIPT: Grammar = {
  ...C_LIKE,
  quotes: [quote("`", true), ...C_LIKE.quotes],
  words: set(
    `${COMMON} function let var of in typeof instanceof async await yield export from as type ` +
      "readonly keyof infer satisfies declare namespace delete debugger get set number string boolean any unknown never",
  ),
};
const KOTLIN: Grammar = {
  ...JAVA,
  words: set(
    `${COMMON} fun val var when is in object companion data sealed override open internal suspend ` +
      "lateinit by init lazy inline reified typealias trait def given using match with yield implicit",
  ),
};
const GO: Grammar = {
  ...C_LIKE,
  quotes: [quote("`", true, false), ...C_LIKE.quotes],
  words: set(
    "break case chan const continue default defer else fallthrough for func go goto if import " +
      "interface map package range return select struct switch type var string int int64 uint bool byte error rune float64 any",
  ),
  constants: set("true false nil iota"),
};
const RUST: Grammar = {
  ...C_LIKE,
  lifetimes: true,
  quotes: [quote('r#"', true, false, '"#'), quote('"', true), quote("'")],
  words: set(
    "as async await break const continue crate dyn else enum extern fn for if impl in let loop " +
      "match mod move mut pub ref return static struct trait type unsafe use where while bool char str u8 u16 " +
      "u32 u64 usize i8 i16 i32 i64 isize f32 f64",
  ),
  constants: set("true false self Self super None Some Ok Err"),
};
const C: Grammar = {
  ...C_LIKE,
  words: set(
    `${COMMON} goto typedef struct union sizeof extern inline register signed unsigned volatile ` +
      "int long short char float double bool auto namespace using template typename virtual override operator " +
      "delete constexpr noexcept friend explicit concept requires co_await string var async await foreach in out ref " +
      "readonly internal sealed record get set partial where select is as lock func let guard protocol extension mut",
  ),
  wholeLine: (line) =>
    /^\s*#\s*(?:include|define|if|endif|pragma)/.test(line) ? "tag" : undefined,
};
const PHP: Grammar = {
  ...C_LIKE,
  comment: ["//", "#"],
  variables: true,
  words: set(`${COMMON} function fn use namespace echo foreach as trait match yield global elseif`),
};
const PYTHON: Grammar = {
  ...C_LIKE,
  comment: ["#"],
  block: [],
  quotes: [TRIPLE, quote("'''", true), ...C_LIKE.quotes],
  words: set(
    "and as assert async await break class continue def del elif else except finally for from " +
      "global if import in is lambda nonlocal not or pass raise return try while with yield match case",
  ),
  constants: set("True False None self cls"),
};
const RUBY: Grammar = {
  ...PYTHON,
  quotes: C_LIKE.quotes,
  words: set(
    "alias and begin break case class def do else elsif end ensure for if in module next not or " +
      "redo require rescue retry return then undef unless until when while yield local function repeat",
  ),
  constants: set("true false nil self super"),
};
const SHELL: Grammar = {
  ...NONE,
  comment: ["#"],
  quotes: [quote('"', true), quote("'", true, false)],
  variables: true,
  words: set(
    "if then else elif fi for while until do done case esac in function return exit local export " +
      "set unset source readonly shift trap sudo cd echo eval exec",
  ),
};
const SQL: Grammar = {
  ...NONE,
  comment: ["--"],
  block: [["/*", "*/"]],
  quotes: [quote("'", true, false), quote('"', false, false)],
  anyCase: true,
  calls: true,
  words: set(
    "select from where and or not in is like between join left right inner outer full cross on " +
      "using group by order having limit offset union all distinct as insert into values update set delete create " +
      "table index view trigger drop alter add column primary key foreign references unique check default with " +
      "recursive case when then else end exists begin commit rollback returning conflict replace if over partition",
  ),
  constants: set("null true false integer text real blob varchar bigint boolean timestamp date"),
};
const YAML: Grammar = {
  ...NONE,
  comment: ["#"],
  quotes: [quote('"'), quote("'", false, false)],
  keys: true,
  constants: set("true false null yes no on off"),
};
const TOML: Grammar = {
  ...YAML,
  comment: ["#", ";"],
  quotes: [TRIPLE, ...YAML.quotes],
  wholeLine: (line) => (/^\s*\[.*\]\s*$/.test(line) ? "tag" : undefined),
};
const JSON_LIKE: Grammar = {
  ...NONE,
  comment: ["//"],
  quotes: [quote('"')],
  keys: true,
  constants: set("true false null"),
};
const CSS: Grammar = {
  ...NONE,
  block: [["/*", "*/"]],
  quotes: C_LIKE.quotes,
  keys: true,
  calls: true,
};
const MARKUP: Grammar = {
  ...NONE,
  block: [["<!--", "-->"]],
  quotes: [quote('"'), quote("'")],
  tags: true,
};
const MARKDOWN: Grammar = {
  ...NONE,
  block: [["<!--", "-->"]],
  quotes: [quote("```", true, false), quote("`", false, false)],
  wholeLine: (line) =>
    /^#{1,6}\s/.test(line) ? "keyword" : /^\s*>/.test(line) ? "comment" : undefined,
};

const BY_NAME: [Grammar, string][] = [
  [JAVA, "java groovy gradle"],
  [SCRIPT, "js jsx mjs cjs ts tsx mts cts javascript typescript"],
  [KOTLIN, "kt kts kotlin scala sc dart"],
  [GO, "go golang"],
  [RUST, "rs rust"],
  [C, "c h cc cpp cxx hpp cs csharp swift m mm proto"],
  [PHP, "php"],
  [PYTHON, "py pyi python"],
  [RUBY, "rb ruby lua ex exs"],
  [SHELL, "sh bash zsh fish shell console dockerfile makefile mk"],
  [SQL, "sql"],
  [YAML, "yaml yml"],
  [TOML, "toml ini cfg conf properties env editorconfig"],
  [JSON_LIKE, "json jsonc json5 jsonl ndjson"],
  [CSS, "css scss less"],
  [MARKUP, "html htm xml svg xhtml vue svelte pom plist"],
  [MARKDOWN, "md markdown mdx"],
];
const NAMED = new Map(
  BY_NAME.flatMap(([grammar, names]) => names.split(" ").map((name) => [name, grammar] as const)),
);

export function grammarOf(language: string | undefined): Grammar | undefined {
  return language === undefined ? undefined : NAMED.get(language.toLowerCase());
}

/** The language of a file by its name; undefined when it is none that is known. */
export function languageOf(path: string | undefined): string | undefined {
  const name = path?.split(/[/\\]/).pop()?.toLowerCase() ?? "";
  const ending = /\.([^.]+)$/.exec(name)?.[1] ?? name;
  return NAMED.has(ending) ? ending : undefined;
}
