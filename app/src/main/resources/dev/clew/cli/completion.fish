# Completion of clew for fish; made by 'clew install'.
complete -c clew -f
complete -c clew -n __fish_use_subcommand -a help -d 'Tell about Clew or a command.'
@LINES@
