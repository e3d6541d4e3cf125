import { quoted } from '../../util/shell.ts';

/** The functions that the steps of a script call. Bash as old as 3.2, `aws`, and what every system has. */
export function prelude(account: string, region: string): readonly string[] {
  return [
    ...HEAD.split('\n'),
    `account=${quoted(account)}`,
    `region=${quoted(region)}`,
    ...FUNCTIONS.split('\n'),
    ...ACCOUNT_CHECK.split('\n'),
  ];
}

// In a template `${` would begin a hole: it is written `\\${` and put right at the end.
const HEAD = String.raw`set -euo pipefail
export AWS_PAGER=''
DRY_RUN=\${DRY_RUN:-0}
WAIT_SECONDS=\${WAIT_SECONDS:-5}
before='' after='' filled=''`.replaceAll('\\${', '${');

const FUNCTIONS = String.raw`errors=$(mktemp)
trap 'rm -f "$errors"' EXIT

# In a dry run all that is no command is a comment: what is printed can be run.
say() { if [ "$DRY_RUN" = 1 ]; then printf '# %s\n' "$*"; else printf '%s\n' "$*"; fi; }

refuse() { say "$*" >&2; exit 3; }

# Prints a command so that it can be pasted.
show() {
  local word line=''
  for word in "$@"; do
    case $word in
      "\$$filled") word="\"$word\"" ;;
      '' | *[![:print:]]* | *\'*) word=$(printf '%q' "$word") ;;
      *[!A-Za-z0-9_/:=.,@%+-]*) word="'$word'" ;;
    esac
    line="$line $word"
  done
  printf '%s\n' "\${line# }"
}

# Runs a command, or prints it in a dry run.
run() {
  if [ "$DRY_RUN" = 1 ]; then show "$@"; return 0; fi
  "$@"
}

# Keeps what a command prints in a variable.
into() {
  local name=$1 value
  shift
  if [ "$DRY_RUN" = 1 ]; then
    printf '%s=$(%s)\n' "$name" "$(show "$@")"
    filled=$name value="\$$name"
  else
    value=$("$@")
  fi
  printf -v "$name" '%s' "$value"
}

# Runs a command again while AWS answers with one of these codes: what was made just before is not known everywhere yet.
patiently() {
  local codes=$1 code try again
  shift
  if [ "$DRY_RUN" = 1 ]; then show "$@"; return 0; fi
  for try in 1 2 3 4 5 6 7 8; do
    if "$@" 2>"$errors"; then return 0; fi
    again=0
    for code in $codes; do
      case $(<"$errors") in *"($code)"*) again=1 ;; esac
    done
    if [ "$again" = 0 ] || [ "$try" = 8 ]; then cat "$errors" >&2; exit 4; fi
    sleep "$WAIT_SECONDS"
  done
}

# True where AWS says that it is not there; anything else that AWS refuses ends the script.
missing() {
  local what=$1 code=$2
  shift 2
  if [ "$DRY_RUN" = 1 ]; then say "If $what is not there:"; return 0; fi
  if "$@" >/dev/null 2>"$errors"; then say "$what is there already."; return 1; fi
  case $(<"$errors") in
    *"($code)"*) return 0 ;;
    *'(403)'*) refuse "$what belongs to somebody else, or may not be read with these credentials. Nothing more was changed." ;;
  esac
  cat "$errors" >&2
  exit 4
}

# A document without what says nothing: space, the brackets of a list of one, null.
compact() {
  local text=$1
  text=\${text//[[:space:]]/}
  text=\${text//\[/}
  text=\${text//\]/}
  printf '%s' "\${text//null/}"
}

# True where the document is $before, as the plan saw it, false where it is $after; anything else ends the script.
as_planned() {
  local what=$1 code=$2 now
  shift 2
  if [ "$DRY_RUN" = 1 ]; then say "If $what did not change since the plan was made:"; return 0; fi
  if ! now=$("$@" 2>"$errors"); then
    case $(<"$errors") in
      *"($code)"*) now='' ;;
      *) cat "$errors" >&2; exit 4 ;;
    esac
  fi
  if [ "$now" = None ]; then now=''; fi
  now=$(compact "$now")
  if [ "$now" = "$(compact "$after")" ]; then say "$what is as planned already."; return 1; fi
  if [ "$now" = "$(compact "$before")" ]; then return 0; fi
  refuse "$what is no longer what the plan saw. Nothing more was changed: scan again and make a new plan."
}
`.replaceAll('\\${', '${');

const ACCOUNT_CHECK = `if [ "$DRY_RUN" != 1 ]; then
  command -v aws >/dev/null || { say 'The AWS CLI (aws) is not installed.' >&2; exit 2; }
  caller=$(aws sts get-caller-identity --query Account --output text --region "$region")
  if [ "$caller" != "$account" ]; then
    say "These are credentials of account $caller; this script is for account $account. Nothing was changed." >&2
    exit 2
  fi
fi`;
