/** How the command ends; scripts rely on these numbers. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  partial: 3,
  network: 4,
  refused: 5,
  interrupted: 130,
  terminated: 143,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

const MEANING = {
  done: 'everything asked for was done and saved',
  failed: 'an evaluation or a validation failed, or a file could not be read',
  usage: 'wrong usage: an unknown name, or an option that cannot be read',
  partial: 'finished and saved, but some items were not scored',
  network: 'a download or an upload failed; what is on disk is complete',
  refused: 'the server refused what was sent',
  interrupted: 'interrupted by Ctrl-C; a run can be resumed',
  terminated: 'asked to end by SIGTERM; a run can be resumed',
} satisfies Record<keyof typeof EXIT, string>

export const EXIT_HELP = [
  'Exit codes:',
  ...Object.entries(MEANING).map(
    ([name, meaning]) => `  ${String(EXIT[name as keyof typeof EXIT]).padEnd(5)}${meaning}`,
  ),
].join('\n')
