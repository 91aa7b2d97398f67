import type { TextSource } from '../../../bench-runner/adapters/their-texts.ts'

/** Words of our own in the place of those that adapters have of others. */
export const standInTexts: TextSource = async ({ name }) => ({
  status: 'ok',
  text: `The ${name} of others.`,
})
