#compdef clew
# Completion of clew for zsh; made by 'clew install'.

_clew_commands() {
  local -a commands
  commands=(
@COMMANDS@
    'help:Tell about Clew or a command.'
  )
  _describe -t commands command commands
}

_clew_sessions() {
  local -a sessions
  local id title
  while IFS=$'\t' read -r id title; do
    sessions+=("$id:${title//:/\\:}")
  done < <(clew complete sessions 2>/dev/null)
  _describe -V -t sessions session sessions
}

_clew() {
  local curcontext=$curcontext state line
  _arguments -C '1: :_clew_commands' '*:: :->rest' && return 0
  case $state in
    rest)
      case $words[1] in
@CASES@
        help) _arguments '1: :_clew_commands' && return 0 ;;
      esac
      ;;
  esac
  return 1
}

_clew "$@"
