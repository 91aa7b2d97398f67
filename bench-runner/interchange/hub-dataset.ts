import { ModelId } from '#schema/manifest.ts'
import type { ExportAbout } from './export-format.ts'
import type { ExportedRun } from './exported-run.ts'

/** Where benchmarks lie on the Hugging Face hub, by id. Part of one, such as processbench-1000, has no entry. */
const HUB_DATASETS: Readonly<Record<string, string>> = {
  processbench: 'Qwen/ProcessBench',
  prmbench: 'hitsmy/PRMBench_Preview',
}

/** `owner/name` of a run's benchmark on the hub, as it was given or as it is known here. */
export function hubDataset(
  { benchmark }: Pick<ExportedRun, 'benchmark'>,
  { dataset }: Pick<ExportAbout, 'dataset'>,
): string | undefined {
  return dataset ?? HUB_DATASETS[benchmark.definition.id]
}

/** Whether a name can be that of a data set on the hub. */
export function isHubDataset(name: string): boolean {
  return ModelId.safeParse(name).success && name.includes('/')
}
