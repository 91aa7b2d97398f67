import { randomFrom, type Random } from './draw.ts'
import { filled } from './phrase.ts'
import { PLAIN } from './style.ts'
import type { Numbers, Step, Template } from './template.ts'

/** One template with its numbers, names and words drawn. */
export interface Problem {
  readonly template: Template
  readonly text: string
  readonly givens: Numbers
  readonly words: Readonly<Record<string, string>>
  readonly answer: number
}

const NAMES =
  'Amara Bruno Chloe Dmitri Elena Farid Grace Hiro Ines Jonas Kavya Liam Mei Nadia Omar Priya Quentin Rosa Samir Tala Uma Viktor Wanda Yusuf Zoe'.split(
    ' ',
  )

export function drawProblem(template: Template, seed: number): Problem {
  const random = randomFrom(seed)
  const { givens, answer } = template.draw(random)
  const words = drawWords(template, random)
  const text = filled(random.pick(template.problem), { numbers: givens, words, style: PLAIN })
  return { template, text, givens, words, answer }
}

export function waysOf({ steps, otherSteps }: Template): readonly (readonly Step[])[] {
  return otherSteps === undefined ? [steps] : [steps, otherSteps]
}

function drawWords(template: Template, random: Random): Record<string, string> {
  const [A = '', B = '', C = ''] = random.shuffle(NAMES)
  const drawn = Object.entries(template.words).map(([name, words]) => [name, random.pick(words)])
  return { A, B, C, ...Object.fromEntries(drawn) }
}
