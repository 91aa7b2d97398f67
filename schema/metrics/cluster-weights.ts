/**
 * How often each cluster is drawn when as many clusters as there are, are drawn with replacement:
 * in every resample the first cluster, then the next. Draw by draw, resample by resample, the cluster
 * is floor(u · clusters) with u from seededRandom(seed). Its sfc32 is written out here since its
 * state then stays in registers: millions of draws take a fifth of the time.
 */
export function clusterWeights(
  seed: number,
  { clusters, resamples }: { readonly clusters: number; readonly resamples: number },
): Uint8Array {
  const weights = new Uint8Array(clusters * resamples)
  let a = 0
  let b = 0
  let c = seed | 0
  let counter = 1
  for (let resample = 0; resample < resamples; resample++) {
    // The first 12 numbers only mix the seed, as in seededRandom.
    for (let draw = resample === 0 ? -12 : 0; draw < clusters; draw++) {
      const sum = (a + b + counter) | 0
      counter = (counter + 1) | 0
      a = b ^ (b >>> 9)
      b = (c + (c << 3)) | 0
      c = (((c << 21) | (c >>> 11)) + sum) | 0
      if (draw < 0) continue
      const cluster = (((sum >>> 0) / 2 ** 32) * clusters) >>> 0
      const place = cluster * resamples + resample
      weights[place] = (weights[place] as number) + 1
    }
  }
  return weights
}
