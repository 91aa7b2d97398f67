import { expect, test } from 'vitest'
import { protocolHash, protocolOf } from '#schema/protocol.ts'

const BENCHMARKS = {
  processbench: {
    kind: 'first_error',
    revision: '8cc188101602ee6ed7c5bc53dc11aef5e5810077d3468cb39ba1669fff1cf5c6',
    labelSet: '2',
  },
  prmbench: {
    kind: 'step_labels',
    revision: 'a3450acd763317a6bffb7c2e3e8a1ca1b19df571550740b98d0529890f7c9ba4',
    labelSet: '1',
  },
  'bon-gsm8k-500x32': {
    kind: 'best_of_n',
    revision: '20df278c08aec0567c839d8f054ca0924c37a1a5227ae6b3a7818d408b6d3c55',
    labelSet: '1',
  },
} as const

// A published protocol never changes its meaning. A hash that moves here is another protocol: give the
// metrics another version, and let both stand.
test.for([
  [
    'processbench',
    'label_free',
    '125942d11a36b91b932bc491df746dbcecb58e99437c4021aa8b01047783679c',
  ],
  ['processbench', 'tuned', 'b8feec421fc28e946e0d48c209d69feb8726853b6b01eefd9eda2706dfc1ccd8'],
  ['processbench', 'oracle', '20c4aecd91be927a6a15dda771a3d55903c50597dbe881110ddec6a44f509054'],
  ['prmbench', 'label_free', '8a2ebfd1914bfa1d6d7b995825089bf93fbf27062c54a66caad022f61ad22a60'],
  [
    'bon-gsm8k-500x32',
    'best_of:min',
    'bb53a9c46e1a42f8a03020213d0eae229c7b41f611295e2c961ef3ee6682d449',
  ],
  [
    'bon-gsm8k-500x32',
    'vote:prod',
    '4b2bd31b43fc530c0b11fcb50c55adda23d70940530d0eb39294e0681863bcdd',
  ],
] as const)('the table of %s, %s, rests on what it did', async ([benchmark, board, hash]) => {
  const protocol = protocolOf({ benchmark, ...BENCHMARKS[benchmark] }, board)
  expect(await protocolHash(protocol)).toBe(hash)
})

test('the order of keys is no part of a protocol, anything else is', async () => {
  const protocol = protocolOf({ benchmark: 'prmbench', ...BENCHMARKS.prmbench }, 'label_free')
  const { schema, ...rest } = protocol
  expect(await protocolHash({ ...rest, schema })).toBe(await protocolHash(protocol))
  expect(await protocolHash({ ...protocol, labelSet: '2' })).not.toBe(await protocolHash(protocol))
})

test('a table of a pool is of one policy, and takes no label but where it knows what is right', () => {
  const of = (board: string) =>
    protocolOf({ benchmark: 'bon-gsm8k-500x32', ...BENCHMARKS['bon-gsm8k-500x32'] }, board)
  expect(of('vote:min')).toMatchObject({ policy: 'vote:min', rankingClass: 'label_free' })
  expect(of('pass')).toMatchObject({ rankingClass: 'oracle' })
})
