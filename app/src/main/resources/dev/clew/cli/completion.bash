# Completion of clew for bash; made by 'clew install'.

_clew_options() {
  case $1 in
@OPTIONS@
  esac
}

_clew_values() {
  case "$1 $2" in
@VALUES@
    'help --color') echo words auto always never ;;
    'help --time') echo words auto relative absolute ;;
    'help -C') echo folders ;;
  esac
}

_clew_argument() {
  case "$1 $2" in
@ARGUMENTS@
    'help 0') echo commands ;;
  esac
}

# Offers values of a kind that begin with what is typed.
_clew_offer() {
  local typed=$1 kind=$2 id title
  shift 2
  case $kind in
    words) COMPREPLY=($(compgen -W "$*" -- "$typed")) ;;
    commands) COMPREPLY=($(compgen -W "$_clew_commands" -- "$typed")) ;;
    folders) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$typed")) ;;
    files) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$typed")) ;;
    sessions)
      COMPREPLY=()
      while IFS=$'\t' read -r id title; do
        [[ $id == "$typed"* ]] && COMPREPLY+=("$id  $title")
      done < <(clew complete sessions 2>/dev/null)
      # A title is for the list of several; one that is inserted is the id alone.
      if [[ ${#COMPREPLY[@]} -eq 1 || ${COMP_TYPE:-9} -eq 37 || ${COMP_TYPE:-9} -eq 42 ]]; then
        COMPREPLY=("${COMPREPLY[@]%%  *}")
      fi
      ;;
  esac
}

_clew() {
  local typed=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command='' place=0 at word
  COMPREPLY=()
  # bash takes '--by=model' for three words.
  if [[ $typed == '=' ]]; then
    typed=''
  elif [[ $before == '=' && COMP_CWORD -gt 2 ]]; then
    before=${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    word=${COMP_WORDS[at]}
    if [[ -z $command ]]; then
      case $word in
        -C | --color | --time) ((at++)) ;;
        -*) ;;
        *) command=$word ;;
      esac
    elif [[ $word == '=' ]]; then
      ((at++))
    elif [[ $word == -* ]]; then
      [[ -n $(_clew_values "$command" "$word") && ${COMP_WORDS[at+1]} != '=' ]] && ((at++))
    else
      ((place++))
    fi
  done
  if [[ -z $command ]]; then
    if [[ -n $(_clew_values help "$before") ]]; then
      _clew_offer "$typed" $(_clew_values help "$before")
    elif [[ $typed == -* ]]; then
      COMPREPLY=($(compgen -W "@COMMON@" -- "$typed"))
    else
      COMPREPLY=($(compgen -W "$_clew_commands" -- "$typed"))
    fi
    return
  fi
  local kind
  kind=$(_clew_values "$command" "$before")
  if [[ -n $kind ]]; then
    _clew_offer "$typed" $kind
  elif [[ $typed == -* ]]; then
    COMPREPLY=($(compgen -W "$(_clew_options "$command")" -- "$typed"))
  else
    _clew_offer "$typed" $(_clew_argument "$command" "$place")
  fi
}

_clew_commands="@COMMANDS@"
complete -F _clew clew
