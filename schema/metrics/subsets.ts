import { type Chooser, type Expectation, expectChoice, NO_CHOICE, type Selector } from './choice.ts'

/** How many random subsets stand for all, where there are too many to visit. */
export const SUBSETS_PER_PROBLEM = 1000

/** Whether subsets of this size are drawn at random: neither one, nor two, nor all of the candidates. */
export function isSampled(total: number, n: number): boolean {
  return n > 2 && n < total
}

/** 1, 2, 4, … and the total itself. */
export function subsetSizes(total: number): readonly number[] {
  const sizes: number[] = []
  for (let n = 1; n < total; n *= 2) sizes.push(n)
  return total > 0 ? [...sizes, total] : sizes
}

/** What each selector gets on the same n-subsets: all of them, or 1,000 drawn with `random`. */
export function expectChoices(
  selectors: readonly Selector[],
  options: { readonly total: number; readonly n: number; readonly random: () => number },
): readonly Expectation[] {
  const choosers = selectors.filter((selector) => typeof selector === 'function')
  const expected = choosers.length > 0 ? meansOf(choosers, options) : []
  let next = 0
  return selectors.map((selector) => {
    if (typeof selector !== 'function') return expectChoice(selector)
    return expected[next++] ?? expectChoice(NO_CHOICE)
  })
}

function meansOf(
  choosers: readonly Chooser[],
  {
    total,
    n,
    random,
  }: { readonly total: number; readonly n: number; readonly random: () => number },
): readonly Expectation[] {
  const sums = choosers.map((choose) => ({ choose, accuracy: 0, tieShare: 0, randomTies: 0 }))
  let subsets = 0
  const visit = (subset: Int32Array) => {
    subsets += 1
    for (const sum of sums) {
      const { right, tied, tiedRight } = sum.choose(subset)
      if (right) sum.accuracy += 1
      if (tied > 1) sum.tieShare += 1
      if (tied > 0) sum.randomTies += tiedRight / tied
    }
  }
  if (isSampled(total, n)) drawSubsets({ total, n, random }, visit)
  else visitAll(total, n, visit)
  return sums.map(({ accuracy, tieShare, randomTies }) => ({
    accuracy: accuracy / subsets,
    tieShare: tieShare / subsets,
    randomTies: randomTies / subsets,
  }))
}

/** The first n of the candidates. */
export function prefix(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, index) => index)
}

function visitAll(total: number, n: number, visit: (subset: Int32Array) => void): void {
  if (n === total) return visit(prefix(total))
  const subset = new Int32Array(n)
  for (let last = 0; last < total; last++) {
    subset[n - 1] = last
    if (n === 1) visit(subset)
    else for (subset[0] = 0; subset[0] < last; subset[0]++) visit(subset)
  }
}

/** Draws as a shuffle begins (Fisher and Yates), then lists the drawn candidates in pool order. */
function drawSubsets(
  {
    total,
    n,
    random,
  }: { readonly total: number; readonly n: number; readonly random: () => number },
  visit: (subset: Int32Array) => void,
): void {
  const pile = prefix(total)
  const drawn = new Int32Array(Math.ceil(total / 32))
  const subset = new Int32Array(n)
  for (let draw = 0; draw < SUBSETS_PER_PROBLEM; draw++) {
    for (let place = 0; place < n; place++) {
      const from = place + Math.floor(random() * (total - place))
      const candidate = pile[from] as number
      pile[from] = pile[place] as number
      pile[place] = candidate
      drawn[candidate >> 5] = (drawn[candidate >> 5] as number) | (1 << (candidate & 31))
    }
    let taken = 0
    for (let word = 0; word < drawn.length; word++) {
      // From the lowest bit that is set to the highest.
      for (let bits = drawn[word] as number; bits !== 0; bits &= bits - 1) {
        subset[taken++] = word * 32 + 31 - Math.clz32(bits & -bits)
      }
      drawn[word] = 0
    }
    visit(subset)
  }
}
