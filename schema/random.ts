/** sfc32 (Chris Doty-Humphrey, PractRand): uniform numbers in [0, 1), the same everywhere for one 32-bit seed. */
export function seededRandom(seed: number): () => number {
  let a = 0
  let b = 0
  let c = seed | 0
  let counter = 1
  // Signed 32-bit state stays in registers; only what is given out must be unsigned.
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let round = 0; round < 12; round++) next()
  return next
}
