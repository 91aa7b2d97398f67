/**
 * Writes a failure down as one line of JSON. Whatever looks like a token is blotted out, and so is what
 * a failed query was given: a message may hold anything.
 */
export function logFailure(
  what: string,
  error: unknown,
  about: Readonly<Record<string, string>> = {},
) {
  const causes = causesOf(error).map((cause) => blot(cause))
  const stack =
    error instanceof Error
      ? blot(error.stack ?? '')
          .split('\n')
          .filter(isFrame)
      : []
  console.error(JSON.stringify({ level: 'error', what, ...about, causes, stack }))
}

const MAX_CAUSES = 5
/** Tokens of ours, identity tokens, whatever follows the word Bearer, and hashes. */
const SECRETS = /smk_\w+|eyJ[\w-]*\.[\w-]*\.[\w-]*|(?<=bearer )\S+|\b[0-9a-f]{64}\b/gi

/** An error's own words, then its cause's, and so on. */
function causesOf(error: unknown, depth = 0): readonly string[] {
  if (!(error instanceof Error)) return [String(error)]
  const own = `${error.name}: ${error.message}`
  if (error.cause === undefined || depth >= MAX_CAUSES) return [own]
  return [own, ...causesOf(error.cause, depth + 1)]
}

function blot(text: string): string {
  return text.replace(/\nparams: [^]*$/, '').replaceAll(SECRETS, '[secret]')
}

function isFrame(line: string): boolean {
  return line.trimStart().startsWith('at ')
}
