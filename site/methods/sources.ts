import type { Source } from './method.ts'

export const PROCESSBENCH: Source = {
  words: 'Zheng et al. 2024, arXiv 2412.06559',
  href: 'https://arxiv.org/abs/2412.06559',
}
export const PRMBENCH: Source = {
  words: 'Song et al. 2025, arXiv 2501.03124',
  href: 'https://arxiv.org/abs/2501.03124',
}
export const BEST_OF_N_STEPS: Source = {
  words: 'Lightman et al. 2023, arXiv 2305.20050',
  href: 'https://arxiv.org/abs/2305.20050',
}
export const WEIGHTED_VOTE: Source = {
  words: 'Wang et al. 2023, arXiv 2312.08935',
  href: 'https://arxiv.org/abs/2312.08935',
}
export const PASS_AT_K: Source = {
  words: 'Chen et al. 2021, arXiv 2107.03374',
  href: 'https://arxiv.org/abs/2107.03374',
}
export const SELF_CONSISTENCY: Source = {
  words: 'Wang et al. 2022, arXiv 2203.11171',
  href: 'https://arxiv.org/abs/2203.11171',
}
export const WEBREWARDBENCH: Source = {
  words: 'Chae et al. 2025, arXiv 2505.15277',
  href: 'https://arxiv.org/abs/2505.15277',
}
