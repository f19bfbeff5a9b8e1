// Written by 'clew init'; 'clew init --remove' takes it away.
// Tells the recorder what happens in OpenCode. Whatever goes wrong here, OpenCode goes on.
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"

const HELPER = @HELPER@
const HOME = @HOME@
const LOOK_MS = "@LOOK_MS@"
const PATIENCE_MS = 1000
const KEPT = 1000

/** Hands a payload to the helper; done when it has taken it, or when that takes too long. */
function tell(event, payload, lookMs) {
  return new Promise((done) => {
    try {
      if (!existsSync(HELPER)) return done()
      const words = [HOME, "opencode", event]
      if (lookMs) words.push(lookMs)
      const child = spawn(HELPER, words, { stdio: ["pipe", "ignore", "ignore"] })
      const timer = setTimeout(done, PATIENCE_MS)
      const end = () => {
        clearTimeout(timer)
        done()
      }
      child.on("error", end)
      child.on("exit", end)
      child.stdin.on("error", () => {})
      child.stdin.end(JSON.stringify({ hook_type: event, ...payload }))
    } catch {
      done()
    }
  })
}

/** A map that forgets the oldest. */
function remember(map, key, value) {
  map.delete(key)
  map.set(key, value)
  if (map.size > KEPT) map.delete(map.keys().next().value)
}

export const ClewPlugin = async ({ directory }) => {
  const roots = new Map() // a session that another one started, and the one at the top
  const told = new Map() // calls and messages whose end was told
  const texts = new Map() // what a message says so far, by its parts

  const about = (session) => ({
    session_id: session,
    root_session_id: roots.get(session) ?? session,
    cwd: directory,
  })

  const seconds = (time) =>
    time?.start && time?.end ? { duration_ms: time.end - time.start } : {}

  /** The end of a call, once. */
  const ended = (event, session, call, payload) => {
    if (told.has(call)) return Promise.resolve()
    remember(told, call, true)
    return tell(event, { ...about(session), call_id: call, ...payload })
  }

  const part = (it) => {
    if (it?.type === "text" && it.messageID) {
      const parts = texts.get(it.messageID) ?? new Map()
      parts.set(it.id, it.text ?? "")
      remember(texts, it.messageID, parts)
    }
    if (it?.type !== "tool") return
    const state = it.state ?? {}
    const call = { tool: it.tool, args: state.input ?? {}, ...seconds(state.time) }
    if (state.status === "error") {
      ended("tool.execute.failed", it.sessionID, it.callID, { ...call, error: state.error })
    } else if (state.status === "completed") {
      ended("tool.execute.after", it.sessionID, it.callID, {
        ...call,
        title: state.title,
        output: state.output,
        metadata: state.metadata,
      })
    }
  }

  const message = (info) => {
    if (info?.role !== "assistant" || !info.time?.completed || told.has(info.id)) return
    remember(told, info.id, true)
    const text = [...(texts.get(info.id)?.values() ?? [])].join("\n")
    texts.delete(info.id)
    tell("message.completed", { ...about(info.sessionID), info, text })
  }

  return {
    event: async ({ event }) => {
      try {
        const properties = event.properties ?? {}
        const session = properties.sessionID ?? properties.info?.id
        switch (event.type) {
          case "session.created": {
            const parent = properties.info?.parentID
            if (parent) remember(roots, properties.info.id, roots.get(parent) ?? parent)
            tell(event.type, { ...about(properties.info?.id), properties })
            break
          }
          case "session.idle":
          case "session.error":
          case "session.compacted":
          case "session.deleted":
            tell(event.type, { ...about(session), properties })
            break
          case "permission.updated":
          case "permission.asked":
            tell("permission.asked", { ...about(session), properties })
            break
          case "permission.replied":
            tell(event.type, { ...about(session), properties })
            break
          case "message.part.updated":
            part(properties.part)
            break
          case "message.updated":
            message(properties.info)
            break
        }
      } catch {}
    },
    "chat.message": async (input, output) => {
      try {
        const parts = output?.parts ?? []
        const text = parts.filter((it) => it.type === "text" && !it.synthetic)
        await tell("chat.message", {
          ...about(input.sessionID),
          message_id: input.messageID ?? output?.message?.id,
          agent: input.agent ?? output?.message?.agent,
          model: input.model ?? output?.message?.model,
          text: text.map((it) => it.text).join("\n"),
          images: parts.filter((it) => it.type === "file" && it.mime?.startsWith("image/")).length,
        })
      } catch {}
    },
    "tool.execute.before": async (input, output) => {
      try {
        await tell(
          "tool.execute.before",
          {
            ...about(input.sessionID),
            call_id: input.callID,
            tool: input.tool,
            args: output?.args ?? {},
          },
          LOOK_MS,
        )
      } catch {}
    },
    "tool.execute.after": async (input, output) => {
      try {
        await ended("tool.execute.after", input.sessionID, input.callID, {
          tool: input.tool,
          args: input.args ?? {},
          title: output?.title,
          output: output?.output,
          metadata: output?.metadata,
        })
      } catch {}
    },
  }
}
