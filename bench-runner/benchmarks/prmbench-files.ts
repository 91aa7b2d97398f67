import { join } from 'node:path'
import type { PinnedFile } from './pinned-file.ts'

export const PRMBENCH_COMMIT = 'a1ae4eab803e14c4c6316bf89d1679b0486faa8c'
const FOLDER = `https://raw.githubusercontent.com/ssmisya/PRMBench/${PRMBENCH_COMMIT}/mr_eval/tasks/prmtest_classified/data`
const SHA256 = {
  prm800k_test_p1_4o_circular: '7205855b6b7e9a161b9b7c1e163274bea5b9ecd4ba0a435100e8e545fea42a4a',
  prm800k_test_p1_4o_confidence: '17ec2af85dfb6cc230c9d4c6f3b6b9b7668d5bcb7db0e8ae9e2b6b74e6b5a509',
  prm800k_test_p1_4o_counterfactual:
    '18774eff6acc1a1ff8d8be5168d451511a1bb42d1b6a000f50db008cfb0a0d54',
  prm800k_test_p1_4o_deception: '5a68973f459b49be56e6e2d375bf69668dcf8476c79096c1541e293bb02df44f',
  prm800k_test_p1_4o_domain_inconsistency:
    '551818a44f7ccebda16743711f6f60198cd6617296c559243b3866fd7f562f0d',
  prm800k_test_p1_4o_missing_condition:
    '216f8ea75d585becbb915070faa39b46ac07f618e7ece33bb3931ff0247b371c',
  prm800k_test_p1_4o_redundency: '0c23552bf0abb801acc11ee18954c4595101f334761362afa809af76238eb2c9',
  prm800k_test_p1_4o_step_contradiction:
    '7d291f5596715f8b21db2aae2ebcc5b7347b099f0cc66a7a2788ee56601c4aa8',
  prm800k_test_p2_4o_circular: '531060d9a79fb9561b046361258c993bfe06a6e8df18e0f8f30bb28df0a200c4',
  prm800k_test_p2_4o_confidence: '53ba01695ab145a8393f20cac6f96b9b836e39f169fc4ff18d7ed48cac9c1a0d',
  prm800k_test_p2_4o_counterfactual:
    '8910343b84696dc2b36cc7b1833e934897e55c66bbe4b93d5040736443a2f03d',
  prm800k_test_p2_4o_deception: 'b98ba8ef38abbcb04ce8766e1bcb80e6aafb19661da675e3c2334e44ace3acdd',
  prm800k_test_p2_4o_domain_inconsistency:
    '66bc63f3080fcbe8b372f0fe460b4f26f9ffd1cedef9a85e4cd354c9547ca479',
  prm800k_test_p2_4o_missing_condition:
    '93b52efc514eeaed3156c1fccf3c9e4e7b633f0eb131c1a50a3b9a1d45b6c18c',
  prm800k_test_p2_4o_redundency: 'e729812baf0c3456dc7eafb856a8380f9c21579ea225f307d0edd947cd5e2746',
  prm800k_test_p2_4o_step_contradiction:
    '7c77a62dfb9165db3d5033732eaef161b6d8dee09d548db6cb08d1a5ed4e74ac',
  prm800k_train_p1_first400_4o_circular:
    'a4eae35fba1f169dc3a05f5e90ef7087c4be21c8dfbf9268ffbc750588221b89',
  prm800k_train_p1_first400_4o_confidence:
    '3ed32dd0b67c59df3c854bacb72cc6d298aebc53e817eb61e504ff5de890711b',
  prm800k_train_p1_first400_4o_counterfactual:
    'da97d496e32476912b4fcbc3254488f430f294ef6346698d5ce39af67ae24b00',
  prm800k_train_p1_first400_4o_deception:
    '1125095799e9792d72156417f06acec7017447fdbe24d03129af5ca6e355a9cd',
  prm800k_train_p1_first400_4o_domain_inconsistency:
    '2d68581c14f0d9dd9fa106f2060afb462561c2dd67246c0dea8ed393c90fe375',
  prm800k_train_p1_first400_4o_missing_condition:
    '0d5f020b02bf4c631f0feb37063d0e7f2d6049c27d75dbc859ba81120e8a7070',
  prm800k_train_p1_first400_4o_redundency:
    '03723fc0a28d896351969632c6e98e3d09c73cef41c4a5899ffdcc1ade28be47',
  prm800k_train_p1_first400_4o_step_contradiction:
    '35accaa8eb3dc3e95eacfc51135b18949a1c68729e33803eb5edb3079dd8acdb',
  prm_test_p12_multi_solutions: '4cda3e5946f02d0c3e79bd9e2513af8cde2efe83868c63e469ca10388a98a99d',
}

/** The files of PRMBench, in the order in which the first of two rows with one id counts. */
export const PRMBENCH_FILES: readonly PinnedFile[] = Object.entries(SHA256).map(
  ([name, sha256]) => ({
    url: `${FOLDER}/${name}.jsonl`,
    sha256,
    path: join('prmbench', PRMBENCH_COMMIT.slice(0, 7), `${name}.jsonl`),
  }),
)
