"""Writes app/src/main/resources/dev/clew/redact/rules.tsv from two public rule sets.

    python3 import_rules.py betterleaks.toml noseyparker-rules.json [text.jsonl ...] > rules.tsv

The text files are only counted: the rarest literal of a rule becomes its anchor. Run once per rule
update; docs/decisions/0010 says what is translated, what is dropped, and why.
"""
import json, re, sys, tomllib, warnings
warnings.simplefilter("ignore")
from re import _parser as sre, _constants as K

INF = 1 << 30
ALLOWED = set("abcdefghijklmnopqrstuvwxyz0123456789_.-:$~ ")
WORD = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
TOKEN = WORD | set("+/=.-~:!@|%")
ASCII = [chr(c) for c in range(128)]
MASKS = 6          # how many characters after the anchor are checked
LOOK_BACK = 160    # a match starts at most this far before its anchor

# Ids, hosts and names that are secret only beside the secret they belong to.
NOT_SECRET = {
    "aikido-client-id", "artifactory-jfrog-url", "azure-client-id", "azure-tenant-id",
    "azure-storage-account-name", "canva-client-id", "clickhouse-cloud-key-id",
    "cloudinary-cloud-name", "ebay-client-id", "lark-app-id", "mongodb-atlas-service-account-id",
    "planetscale-id", "plivo-auth-id", "polymarket-address", "ramp-client-id",
    "salesforce-instance-url.1", "snowflake-account-host.1", "supabase-project-url",
    "tableau-personal-access-token-name.1", "tableau-server-host.1", "pkcs12-file",
}
# Found by code instead of an expression (Pem, KnownValues).
BY_CODE = {"private-key", "np.pem.1", "gcp-service-account", "gcp-application-default-credentials"}
# Which capture groups are the secret, where it is not "the first that took part".
GROUPS = {
    "np.auth0.1": "3", "np.aws.6": "2", "np.azure.1": "2", "np.azure.2": "3", "np.blynk.8": "2",
    "np.blynk.9": "2", "np.generic.3": "2", "np.generic.4": "2", "np.generic.7": "2",
    "np.generic.8": "3", "np.generic.9": "2", "np.generic.10": "2", "np.generic.13": "2",
    "np.generic.14": "2", "np.gitalk.1": "2", "np.google.6": "2", "np.gradle.1": "1,2",
    "np.mongodb.1": "2", "np.netrc.1": "3", "np.odbc.1": "2", "np.phpmailer.1": "3",
    "np.postgres.1": "2", "np.psexec.1": "2", "np.vmware.1": "2", "np.kubernetes.2": "2",
    "mongodb-connection-string": "3", "azure-app-configuration-connection-string": "3",
    "sonar-api-token": "2", "facebook-access-token": "1", "jwt-base64": "0",
    "lob-api-key": "1", "lob-pub-api-key": "1", "dropbox-long-lived-api-token": "1",
}
# Anchors by hand: the literal in the expression is too short or too common.
ANCHORS = {
    "np.jwt.1": ["eyj"], "jwt": ["eyj"], "vault-service-token": ["hvs."],
    "square-access-token": ["eaaa", "sq0atp-"], "ibm-cloud-user-api-key": ["ibm"],
    "aws-access-token": ["a3t", "akia", "asia", "abia", "acca"],
    "np.aws.1": ["a3t", "akia", "agpa", "aida", "aroa", "aipa", "anpa", "anva", "asia"],
    "np.aws.6": ["a3t", "akia", "agpa", "aida", "aroa", "aipa", "anpa", "anva", "asia"],
    "snowflake-programmatic-access-token.1": ["snowflake", "sf_token", "sf token", "sf-token", "sf.token", "sftoken"],
    "np.pwhash.3": ["$5$"], "np.pwhash.4": ["$6$"], "np.salesforce.1": ["00d"],
    "buildkite-service-token": ["bkaa_", "bkaj_", "bkar_", "bkct_", "bkpt_", "bkpat_", "bkps_"],
}
OFFSETS = {
    "openai-api-key": (["t3blbkfj"], 23, 90, None), "np.s3.1": ([".amazonaws.com"], 4, 160, None),
    "np.s3.2": ([".amazonaws.com"], 2, 20, None), "np.facebook.1": (["facebook", "fb"], 0, 0, None),
}
# The literal to take where the rarest one stands too far inside the expression.
CHOICE = {"np.generic.9": "add", "np.netrc.1": "login", "np.generic.3": "user", "np.generic.4": "user",
          "np.odbc.1": "user"}
# The same secret by an expression that starts at its anchor instead of at optional words before it.
# (The one for PHPMailer took 400 million steps on 800 characters.)
PATTERNS = {
    "azure-storage-account-key": r"(?i)key\b(?s:.{0,24}?)([A-Za-z0-9+/]{86}==)",
    "np.phpmailer.1": r"\$mail->Password\s*=\s*'([^'\n]{5,})'",
}
# Names of variables instead of values: `apiKey: process.env.SOME_API_KEY`.
DENY = {"np.generic.2": "^[a-zA-Z_.-]+$"}
# Keywords that the expression itself does not ask for; elsewhere they add nothing.
NEEDS = {"airtable-personnal-access-token", "alibaba-secret-key", "alibaba-sts-access-key-secret",
         "ovh-application-key", "ovh-application-secret", "ovh-consumer-key"}


ALSO = {"np.odbc.1": ["password", "pwd"], "np.generic.3": ["pass"], "np.generic.4": ["pass"]}
# An equals sign follows at once, or a short literal: sharper than what may stand at each place.
MODES = {"np.odbc.1": "equals", "np.generic.3": "equals", "np.generic.4": "equals"}
NEAR = {"np.hashicorp.1": "s.", "np.hashicorp.2": "b.", "np.hashicorp.3": "r."}


def flatten(p):
    """An extended (?x) expression on one line: comments and layout gone."""
    p = re.sub(r"\(\?#[^)]*\)", "", p)
    head = re.match(r"\s*((?:\(\?[a-z]+\)\s*)+)", p)
    if not head or "x" not in head.group(1):
        return p
    flags = "".join(sorted(set(re.sub(r"[^a-z]", "", head.group(1))) - {"x"}))
    out, i, body = [], 0, p[head.end():]
    while i < len(body):
        c = body[i]
        if c == "\\":
            out.append(r"\x20" if body[i + 1] == " " else body[i:i + 2]); i += 2; continue
        if not c.isspace():
            out.append(c)
        i += 1
    return (f"(?{flags})" if flags else "") + "".join(out)


def java(p):
    """RE2 or Rust syntax to java.util.regex."""
    p = re.sub(r"\(\?P<([A-Za-z0-9_]+)>", "(", p)
    for name, cls in (("alnum", "A-Za-z0-9"), ("alpha", "A-Za-z"), ("digit", "0-9"), ("word", r"\w")):
        p = p.replace(f"[:{name}:]", cls)
    out, i = [], 0
    while i < len(p):
        c = p[i]
        if c == "\\":
            out.append(p[i:i + 2]); i += 2
        elif c == "[":
            j = i + 1
            out.append("[")
            if p[j] == "^": out.append("^"); j += 1
            if p[j] == "]": out.append("\\]"); j += 1
            while p[j] != "]":
                if p[j] == "\\": out.append(p[j:j + 2]); j += 2; continue
                out.append("\\" + p[j] if p[j] in "[&" else p[j]); j += 1
            out.append("]"); i = j + 1
        elif c == "{" and not re.match(r"\{\d+(,\d*)?\}", p[i:]):
            out.append("\\{"); i += 1
        else:
            out.append(c); i += 1
    return "".join(out).replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def parse(p):
    """The syntax tree, case folded away (flags do not matter for what we derive)."""
    p = re.sub(r"\(\?[imsd]+\)", "", p)
    p = re.sub(r"\(\?-?[imsd]+(-[imsd]+)?:", "(?:", p).replace(r"\z", r"\Z")
    return sre.parse(p, re.S)


def chars(op, av):
    """The ASCII characters one node can take, both cases; None if it is not one character."""
    if op is K.LITERAL: s = {chr(av)}
    elif op is K.NOT_LITERAL: s = set(ASCII) - {chr(av)}
    elif op is K.ANY: s = set(ASCII)
    elif op is K.IN:
        s, neg = set(), False
        for o, a in av:
            if o is K.NEGATE: neg = True
            elif o is K.LITERAL: s.add(chr(a))
            elif o is K.RANGE: s |= {chr(c) for c in range(a[0], min(a[1], 127) + 1)}
            elif o is K.CATEGORY: s |= category(a)
        if neg: s = set(ASCII) - s
    else: return None
    return {x for c in s for x in (c.lower(), c.upper()) if ord(x) < 128}


def category(a):
    n = str(a)
    s = WORD if "WORD" in n else set("0123456789") if "DIGIT" in n else set(" \t\n\r\f\v")
    return set(ASCII) - s if "NOT" in n else s


def width(items):
    lo = hi = 0
    for op, av in items:
        a, b = node_width(op, av)
        lo, hi = lo + a, min(INF, hi + b)
    return lo, hi


def node_width(op, av):
    if op in (K.LITERAL, K.NOT_LITERAL, K.ANY, K.IN): return 1, 1
    if op is K.SUBPATTERN: return width(av[3])
    if op is K.BRANCH:
        ws = [width(b) for b in av[1]]
        return min(w[0] for w in ws), max(w[1] for w in ws)
    if op in (K.MAX_REPEAT, K.MIN_REPEAT):
        a, b = width(av[2]); m, n = av[0], av[1]
        return a * m, INF if n is K.MAXREPEAT and b else min(INF, b * (int(n) if n is not K.MAXREPEAT else 0))
    if op is K.AT: return 0, 0
    raise ValueError(op)


def language(items, limit=80):
    """The finite set of (case-folded) strings, or None."""
    out = {""}
    for op, av in items:
        if op is K.AT: continue
        cs = chars(op, av)
        if cs is not None:
            cs = {c.lower() for c in cs}
            nxt = cs if cs <= ALLOWED and len(cs) <= 12 else None
        elif op is K.SUBPATTERN: nxt = language(av[3], limit)
        elif op is K.BRANCH:
            nxt = set()
            for b in av[1]:
                l = language(b, limit)
                if l is None: nxt = None; break
                nxt |= l
        elif op in (K.MAX_REPEAT, K.MIN_REPEAT) and av[1] is not K.MAXREPEAT and int(av[1]) <= 3:
            one = language(av[2], limit)
            nxt = None if one is None else {"".join(t) for k in range(int(av[0]), int(av[1]) + 1) for t in combos(one, k)}
        else: nxt = None
        if nxt is None or len(out) * len(nxt) > limit: return None
        out = {a + b for a in out for b in nxt}
    return out


def combos(one, k):
    out = [()]
    for _ in range(k): out = [t + (s,) for t in out for s in one]
    return out


def candidates(items, lo=0, hi=0, then=()):
    """(strings, lo, hi, rest): every match has one of the strings lo..hi characters after its start;
    rest are the nodes behind it, None where they differ."""
    found, run, at, items = [], {""}, (lo, hi), list(items)
    def flush(rest):
        if run and all(run): found.append((frozenset(run), *at, rest))
    for i, (op, av) in enumerate(items):
        w = node_width(op, av)
        l = language([(op, av)])
        rest = tuple(items[i + 1:]) + tuple(then)
        if l is not None and len(run) * len(l) <= 80:
            run = {a + b for a in run for b in l}
        else:
            flush(tuple(items[i:]) + tuple(then))
            if op is K.SUBPATTERN: found += candidates(av[3], lo, hi, rest)
            elif op is K.BRANCH:
                best = [best_of(candidates(b, lo, hi)) for b in av[1]]
                if all(best):
                    found.append((frozenset().union(*(b[0] for b in best)), min(b[1] for b in best), max(b[2] for b in best), None))
            elif op in (K.MAX_REPEAT, K.MIN_REPEAT) and av[0] >= 1:
                found += [(c[0], c[1], c[2], None) for c in candidates(av[2], lo, hi)]
            run = {""}
        lo, hi = lo + w[0], min(INF, hi + w[1])
        if run == {""}: at = (lo, hi)
    flush(tuple(then))
    return found


def shorten(strings, rest):
    """Shorter anchors for the same words; what was cut off goes to the front of the rest."""
    heads = {s[:16] for s in strings}
    heads = frozenset(h for h in heads if not any(t != h and h.startswith(t) for t in heads))
    if heads == strings or rest is None: return heads, rest
    tails = sorted({s[len(h):] for s in strings for h in heads if s.startswith(h)})
    return heads, ((K.BRANCH, (None, [[(K.LITERAL, ord(c)) for c in t] for t in tails])),) + tuple(rest)


def best_of(cands, choice=None):
    usable = []
    for strings, lo, hi, rest in cands:
        strings, rest = shorten(strings, rest)
        if choice in strings: return strings, lo, hi, rest
        if min(len(s) for s in strings) < 3: continue
        spread = min(hi, LOOK_BACK) - min(lo, LOOK_BACK)
        usable.append((sum(count(s) for s in strings) * (1 + spread / 4) + spread / 2 - min(map(len, strings)) / 50, strings, lo, hi, rest))
    return min(usable, key=lambda u: u[0])[1:] if usable else None


CORPUS, COUNTS = "", {}
def count(s):
    if s not in COUNTS: COUNTS[s] = CORPUS.count(s)
    return COUNTS[s]


def steps(items, k):
    """[set of characters possible at 1..k]; a set of all characters once the end was possible."""
    frontier, out = {tail(tuple(items), None)}, []
    for _ in range(k):
        edges, ended = set(), False
        for c in frontier: ended |= close(c, edges, set())
        if ended or len(edges) > 400: out += [set(ASCII)] * (k - len(out)); break
        out.append(set().union(*(chars(*e[0]) for e in edges)) if edges else set())
        frontier = {e[1] for e in edges}
    return out


class Seq:
    """A continuation: a node list position, then another continuation."""
    pool = {}
    def __init__(self, items, nxt): self.items, self.nxt = items, nxt


def tail(items, nxt):
    key = (repr(items), id(nxt))
    if key not in Seq.pool: Seq.pool[key] = Seq(items, nxt)
    return Seq.pool[key]


def close(c, edges, seen):
    if c is None: return True
    if id(c) in seen: return False
    seen.add(id(c))
    if not c.items: return close(c.nxt, edges, seen)
    (op, av), rest = c.items[0], tail(c.items[1:], c.nxt)
    if op is K.AT: return close(rest, edges, seen)
    if chars(op, av) is not None:
        edges.add((Node(op, av), rest)); return False
    if op is K.SUBPATTERN: return close(tail(tuple(av[3]), rest), edges, seen)
    if op is K.BRANCH: return any([close(tail(tuple(b), rest), edges, seen) for b in av[1]])
    m, n, body = int(av[0]), av[1], tuple(av[2])
    more = None if n is K.MAXREPEAT else int(n)
    if more == 0: return close(rest, edges, seen)
    left = (op, (max(0, m - 1), n if more is None else more - 1, av[2]))
    ended = close(tail(body, tail((left,), rest)), edges, seen)
    return (close(rest, edges, seen) or ended) if m == 0 else ended


class Node(tuple):
    def __new__(cls, op, av): return tuple.__new__(cls, (op, av))
    def __hash__(self): return hash(repr(self))


def unwrap(items):
    items = list(items)
    while True:
        for i, (op, av) in enumerate(items):
            if op is K.SUBPATTERN: items[i:i + 1] = list(av[3]); break
        else: return items


def longest_run(items, base=0):
    """(length, furthest start, characters) of a run of token characters that every match has."""
    best, hi = (0, 0, set()), base
    for op, av in items:
        w = node_width(op, av)
        one = None
        if op in (K.MAX_REPEAT, K.MIN_REPEAT) and len(av[2]) == 1 and int(av[0]) >= 8:
            cs = chars(*av[2][0])
            if cs is not None and cs <= TOKEN: one = (int(av[0]), hi, cs)
        elif op is K.SUBPATTERN: one = longest_run(av[3], hi)
        elif op is K.BRANCH:
            rs = [longest_run(b, hi) for b in av[1]]
            one = (min(r[0] for r in rs), max(r[1] for r in rs), set().union(*(r[2] for r in rs)))
        if one and one[0] > best[0] and one[1] < INF: best = one
        hi = min(INF, hi + w[1])
    return best


def mask_hex(s):
    return "%032x" % sum(1 << ord(c) for c in s)


POOL = {}
def mask_id(s):
    return POOL.setdefault(mask_hex(s), len(POOL))


STD = r"""(?:[ \t\w.-]{0,20})[\s'"]{0,3}"""


def convert(rule_id, source, keywords, groups, entropy, deny, need):
    text = java(PATTERNS.get(rule_id, source))
    tree = parse(text)
    assign = STD in text and ".{" not in text.split(STD)[0] and "|[\\n\\r]" not in text.split(STD)[0]
    best = OFFSETS.get(rule_id) or best_of(candidates(tree), CHOICE.get(rule_id))
    if rule_id in ANCHORS: best = (frozenset(ANCHORS[rule_id]), 0, 0, None)
    if best is None:  # no literal of its own: searched in the whole text when a keyword is there
        return row(rule_id, "text", keywords, 0, 0, groups, entropy, [], "", 0, (0, 0, 0), deny, need, text)
    keywords = ALSO.get(rule_id, keywords if rule_id in NEEDS else [])
    strings, lo, hi, rest = best
    hi = min(hi, LOOK_BACK)
    follow, before = [], 0
    if rest is not None:
        follow = [mask_id(s) for s in steps(rest, MASKS)]
        while follow and mask_of(follow[-1]) == "f" * 32: follow.pop()
    first = unwrap(tree)[0]
    if lo == hi == 0 and first[0] is K.AT and first[1] is K.AT_BOUNDARY and all(s[0] in WORD for s in strings): before = 1
    if rest is not None:
        run = longest_run(rest, max(map(len, strings)))
    else:
        run = longest_run(list(tree))
        run = (run[0], run[1] - lo, run[2]) if run[1] >= lo else (0, 0, set())
    run = (*run[:2], mask_id(run[2])) if run[0] and run[1] < 400 else (0, 0, 0)
    return row(rule_id, "assign" if assign and hi == 0 else MODES.get(rule_id, "at"), sorted(strings), lo, hi, groups, entropy, keywords, " ".join(map(str, follow)), before, run, deny, need, text)


def mask_of(i):
    return next(h for h, n in POOL.items() if n == i)


def row(rule_id, mode, anchors, lo, hi, groups, entropy, needs, follow, before, run, deny, need, text):
    return "\t".join(["rule", rule_id, mode, "|".join(anchors), f"{lo} {hi}", groups, f"{entropy:g}", "|".join(needs),
                      follow, str(before), " ".join(map(str, run)), deny, need, NEAR.get(rule_id, ""), text])


def filters(f):
    """Least entropy, what the secret must not and must look like."""
    e = re.search(r"entropy\(finding\[\"secret\"\]\) <=? ([0-9.]+)", f)
    deny, need = [], []
    for neg, inner in re.findall(r"(!?)(?:filter\.)?matchesAny\(finding\[\"secret\"\], \[(.*?)\]\)(?=\s*(?:\|\||$))", f, re.S):
        for a, b in re.findall(r"`([^`]*)`|\"([^\"]*)\"", inner):
            (need if neg else deny).append(java(a or b))
    deny += [re.escape(x) for x in re.findall(r"containsAny\(finding\[\"secret\"\], \[\"([^\"]+)\"\]\)", f)]
    return float(e.group(1)) if e else 0.0, "|".join(f"(?:{d})" for d in deny), "".join(f"(?=[\\s\\S]*?(?:{n}))" if not n.startswith("^") else f"(?={n[1:]})" for n in need)


def main(better, nosey, texts):
    global CORPUS
    CORPUS = "".join(open(t, errors="replace").read().lower() for t in texts)
    doc = tomllib.load(open(better, "rb"))
    out = []
    for r in doc["rules"]:
        if "regex" not in r or r["id"] in NOT_SECRET or r["id"] in BY_CODE: continue
        f = r.get("filter", "")
        if r["id"] == "generic-api-key":
            stop = re.findall(r'^\s+"([^"]*)",?$', f.split("filter.matchesAny(genericMatchContext")[0], re.M)
            context = re.search(r"genericMatchContext, \[`(.*?)`\]", f, re.S).group(1)
            out += ["stop\t" + w for w in sorted(set(w.lower() for w in stop))]
            out.append("context\t" + java(context))
            line = re.search(r"matchesAny\(finding\[\"line\"\], \[(.*?)\]\)", f, re.S).group(1)
            secret = re.findall(r"^  `(\^[^`]*\$)`", f, re.M)
            lines = [java(x) for x in re.findall(r"`([^`]*)`", line)]
            out.append("line\t" + "|".join(f"(?:{x})" for x in lines) + "\t" + "|".join(re.match(r"[-=\w]+", x).group() for x in lines))
            out.append(convert(r["id"], r["regex"], [], "", 3.5, "|".join(["(?:^[a-zA-Z_.-]+$)"] + [f"(?:{java(s)})" for s in secret]), ""))
            continue
        entropy, deny, need = filters(f)
        out.append(convert(r["id"], r["regex"], r.get("keywords", []), GROUPS.get(r["id"], ""), entropy, deny, need))
    allow = re.findall(r"^  `(.*)`,?$", doc["filter"], re.M)
    allow[0] = "(?i)^(?:true|false|null)$"
    out.append("allow\t" + "|".join(f"(?:{java(a)})" for a in allow + ["abcdefghijklmnopqrstuvwxyz"]))
    for r in json.load(open(nosey)):
        if r["id"] in BY_CODE: continue
        p = flatten(r["pattern"])
        out.append(convert(r["id"], p, [], GROUPS.get(r["id"], "1"), 0, DENY.get(r["id"], ""), ""))
    # The order is the rank: where two rules find one secret, the one that knows the vendor names it.
    out.sort(key=lambda line: line.split("\t")[1].startswith(("generic", "np.generic")) if line.startswith("rule\t") else False)
    print("# Generated by app/src/rules/import_rules.py; do not edit. Licences: NOTICE.")
    for h, i in POOL.items(): print(f"mask\t{h}")
    print("\n".join(out))


main(sys.argv[1], sys.argv[2], sys.argv[3:])
