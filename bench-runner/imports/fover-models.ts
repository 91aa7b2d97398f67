import type { ImportedModel } from './import-source.ts'

const FOLDER = 'performance/evaluation_metrics/direct_evaluation'

/** The subsets of processbench-1000 in the order in which a model's files are read. */
export const FOVER_SUBSETS = ['gsm8k', 'math', 'olympiadbench', 'omnimath'] as const

const LLAMA = { name: 'Llama-3.1-8B-Instruct', params: 8e9 }
const QWEN = { name: 'Qwen2.5-7B-Instruct', params: 7e9 }
const LOGIC = 'FoVer: formal logic, labels by Z3'
const PROOF = 'FoVer: formal proofs, labels by Isabelle'
const BOTH = 'FoVer: formal logic (Z3) and formal proofs (Isabelle)'

/** The models with scores of all four subsets; folders that hold the metrics alone are left out. */
export const FOVER_MODELS: readonly ImportedModel[] = [
  judge('meta-llama/Llama-3.1-70B-Instruct', { params: 70e9 }),
  judge('meta-llama/Llama-3.1-8B-Instruct', {
    params: 8e9,
    content: '0f9e1b48addadc6f7ba62a014e51d0bd059e819531c4f71a0fe4032787f55944',
  }),
  judge('Qwen/Qwen2.5-72B-Instruct', { params: 72e9 }),
  judge('Qwen/Qwen2.5-7B-Instruct', {
    params: 7e9,
    content: '78b75f6a65571b67b37fffe26d4def7643c761f30b8be71d6e36febf7b508416',
  }),
  prm('RLHFlow/Llama3.1-8B-PRM-Deepseek-Data', {
    kind: 'generative_prm',
    params: 8e9,
    base: 'Llama-3.1-8B-Instruct',
    trainingData: 'RLHFlow Deepseek-PRM-Data, 253K rows',
    content: '003ea6c8506aef45c29c6c486022b21f0cdfd9f6c721259ae8cef262f5c45975',
  }),
  prm('RLHFlow/Llama3.1-8B-PRM-Mistral-Data', {
    kind: 'generative_prm',
    params: 8e9,
    base: 'Llama-3.1-8B-Instruct',
    trainingData: 'RLHFlow Mistral-PRM-Data, 273K rows',
  }),
  prm('Qwen/Qwen2.5-Math-7B-PRM800K', {
    kind: 'discriminative_prm',
    params: 7e9,
    base: 'Qwen2.5-Math-7B-Instruct',
    trainingData: 'PRM800K, 264K rows',
    content: 'f9e542c2562bc609c492b9f6f9cfdab3653031030445ad614c4ce8628e64be56',
  }),
  prm('Qwen/Qwen2.5-Math-PRM-7B', {
    kind: 'discriminative_prm',
    params: 7e9,
    base: 'Qwen2.5-Math-7B-Instruct',
    trainingData: 'Rollouts and an LLM judge, about 1.5M rows on which both agree',
    content: 'd41221dc4dd789c124e45fe74c3e131fb49063d984b148d12aa6a75bb5cb87b1',
  }),
  prm('Skywork/Skywork-o1-Open-PRM-Qwen-2.5-7B', {
    kind: 'discriminative_prm',
    params: 7e9,
    base: 'Qwen2.5-Math-7B-Instruct',
  }),
  tuned(LLAMA, 'fldx2_symbol-isabelle_all_multi_turn_balanced_last_step_40k_5.0e-6_0430', {
    trainingData: `${BOTH}, 40K rows`,
    id: 'ryokamoi/Llama-3.1-8B-FoVer-PRM',
    license: 'llama3.1',
  }),
  tuned(QWEN, 'fldx2_symbol-isabelle_all_multi_turn_balanced_last_step_40k_2.0e-6_0430', {
    trainingData: `${BOTH}, 40K rows`,
    id: 'ryokamoi/Qwen-2.5-7B-FoVer-PRM',
    license: 'apache-2.0',
  }),
  tuned(LLAMA, 'fldx2_symbol-isabelle_all_multi_turn_10k_5.0e-6_0424', {
    trainingData: `${BOTH}, 10K rows each`,
  }),
  tuned(QWEN, 'fldx2_symbol-isabelle_all_multi_turn_10k_5.0e-6_0424', {
    trainingData: `${BOTH}, 10K rows each`,
  }),
  tuned(LLAMA, 'fldx2_symbol_multi_turn_10k_5.0e-6_0424', { trainingData: `${LOGIC}, 10K rows` }),
  tuned(QWEN, 'fldx2_symbol_multi_turn_10k_5.0e-6_0424', { trainingData: `${LOGIC}, 10K rows` }),
  tuned(LLAMA, 'fldx2_symbol_multi_turn_balanced_last_step_20k_2.0e-6_0426', {
    trainingData: `${LOGIC}, 20K rows`,
  }),
  tuned(QWEN, 'fldx2_symbol_multi_turn_balanced_last_step_20k_2.0e-6_0427', {
    trainingData: `${LOGIC}, 20K rows`,
  }),
  tuned(LLAMA, 'isabelle_all_multi_turn_10k_5.0e-6_0424', { trainingData: `${PROOF}, 10K rows` }),
  tuned(QWEN, 'isabelle_all_multi_turn_10k_5.0e-6_0424', { trainingData: `${PROOF}, 10K rows` }),
  tuned(LLAMA, 'isabelle_all_multi_turn_balanced_last_step_20k_1.0e-6_0429', {
    trainingData: `${PROOF}, 20K rows`,
  }),
  tuned(QWEN, 'isabelle_all_multi_turn_balanced_last_step_20k_2.0e-6_0429', {
    trainingData: `${PROOF}, 20K rows`,
  }),
]

type Facts = Omit<ImportedModel['model'], 'id' | 'kind'> &
  Pick<ImportedModel, 'trainingData' | 'content'>

/** A chat model that was asked for the same two words without training on them. */
function judge(id: string, facts: Facts): ImportedModel {
  return prm(id, { kind: 'prompted_judge', ...facts })
}

function prm(
  id: string,
  { trainingData, content, ...model }: Facts & Pick<ImportedModel['model'], 'kind'>,
): ImportedModel {
  const name = id.slice(id.indexOf('/') + 1)
  return {
    name,
    model: { id, ...model },
    ...(trainingData !== undefined && { trainingData }),
    paths: pathsOf(name),
    ...(content !== undefined && { content }),
  }
}

function tuned(
  base: { readonly name: string; readonly params: number },
  recipe: string,
  { trainingData, id, license }: { trainingData: string; id?: string; license?: string },
): ImportedModel {
  const name = `${base.name}_${recipe}`
  return {
    name,
    model: {
      id: id ?? `psunlpgroup/${name}`,
      kind: 'generative_prm',
      params: base.params,
      base: base.name,
      ...(license !== undefined && { license }),
    },
    trainingData,
    paths: pathsOf(name),
  }
}

function pathsOf(name: string): readonly string[] {
  return FOVER_SUBSETS.map(
    (subset) => `${FOLDER}/processbench_${subset}/multi-turn/verification=${name}/test.json`,
  )
}
