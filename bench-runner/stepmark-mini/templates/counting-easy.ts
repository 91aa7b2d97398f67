import { answer, calc, given, note, template } from '../template.ts'

/** Counting and logic. */
export const COUNTING_EASY = [
  template('two-clubs', 'easy', {
    words: { one: ['chess', 'drama', 'science'], two: ['swimming', 'music', 'running'] },
    draw: (r) => {
      const both = r.int(4, 15)
      const [one, two] = [both + r.int(6, 25), both + r.int(7, 30)]
      return { both, first: one, second: two, all: one + two - both + r.int(5, 30) }
    },
    closed: (g) => g.all - (g.first + g.second - g.both),
    problem: [
      'Of {all} pupils, {first} are in the {one} club and {second} in the {two} club; {both} of these are in both. How many of the pupils are in neither club?',
      'A school year has {all} pupils. The {one} club has {first} of them and the {two} club {second}, with {both} pupils belonging to both clubs. How many pupils belong to neither?',
    ],
    steps: [
      given('{both} pupils are in both clubs'),
      calc('sum: first + second', 'the sum of the two memberships', '', {
        why: 'the clubs have {first} and {second} members',
      }),
      calc('some: sum - both', 'the number of pupils in at least one club', 'pupils', {
        why: 'those in both have been counted twice',
        drop: 'sum',
        rule: ['sum - 2 * both', 'those in both clubs must not be counted at all'],
      }),
      calc('none: all - some', 'the number of pupils in neither club', 'pupils', {
        why: 'there are {all} pupils in all',
      }),
      answer('none', 'pupils', '{none} pupils are in neither club'),
    ],
    otherSteps: [
      calc('only: first - both', 'the number of pupils in the {one} club alone', 'pupils', {
        why: '{both} of its members are in both clubs',
        drop: 'first',
      }),
      calc('rest: all - second', 'the number of pupils outside the {two} club', 'pupils', {
        why: 'that club has {second} members',
      }),
      calc('none: rest - only', 'the number of pupils in neither club', 'pupils', {
        why: 'of those, the members of the {one} club alone are taken off',
      }),
      answer('none', 'pupils', '{none} pupils are in neither club'),
    ],
  }),
  template('handshakes', 'easy', {
    words: { group: ['guests', 'delegates', 'players'] },
    draw: (r) => ({ n: r.int(8, 30), late: r.int(3, 9) }),
    closed: (g) => (g.n * (g.n - 1)) / 2 + g.late * g.n,
    problem: [
      'At a meeting, each of {n} {group} shakes hands once with each of the others. Then {late} more people come, and each of them shakes hands with all the {n} {group} but not with one another. How many handshakes are there in all?',
      '{n} {group} all shake hands with one another. Later {late} newcomers each shake hands with the {n} {group}, and with nobody else. Count the handshakes.',
    ],
    steps: [
      given('every two of the {n} {group} shake hands once'),
      calc('pairs: n * ( n - 1 ) / 2', 'the number of handshakes at first', 'handshakes', {
        why: 'each handshake is shared by two {group}',
        drop: 'n * ( n - 1 )',
        rule: ['n * n / 2', 'each of the {group} shakes {n} hands'],
      }),
      calc('new: late * n', 'the number of handshakes of the newcomers', 'handshakes', {
        why: 'each newcomer shakes {n} hands',
      }),
      calc('all: pairs + new', 'the total number of handshakes', 'handshakes', {
        why: 'no handshake is counted in both',
        drop: 'pairs',
      }),
      answer('all', 'handshakes', 'there are {all} handshakes'),
    ],
  }),
  template('outfits', 'easy', {
    words: { hat: ['hats', 'scarves', 'caps'] },
    draw: (r) => ({
      shirts: r.int(4, 9),
      trousers: r.int(3, 7),
      hats: r.int(2, 6),
      bad: r.int(2, 3),
    }),
    closed: (g) => g.shirts * g.trousers * g.hats - g.bad * g.hats,
    problem: [
      '{A} has {shirts} shirts, {trousers} pairs of trousers and {hats} {hat}. An outfit is one of each, but {bad} particular pairings of a shirt with trousers are never worn. How many outfits are possible?',
      'An outfit consists of one of {shirts} shirts, one of {trousers} pairs of trousers and one of {hats} {hat}. {A} refuses {bad} particular combinations of shirt and trousers. How many outfits remain?',
    ],
    steps: [
      given('{bad} pairings of shirt and trousers are ruled out'),
      calc('pairs: shirts * trousers', 'the number of pairings of shirt and trousers', 'pairings', {
        why: 'every shirt can go with every pair of trousers',
      }),
      calc('good: pairs - bad', 'the number of pairings that are worn', 'pairings', {
        why: '{bad} of them are never worn',
        drop: 'pairs',
      }),
      calc('all: good * hats', 'the number of outfits', 'outfits', {
        why: 'each pairing goes with any of the {hats} {hat}',
        rule: ['good + hats', 'independent choices are added'],
      }),
      answer('all', 'outfits', '{all} outfits are possible'),
    ],
  }),
  template('drawers', 'easy', {
    words: { thing: ['socks', 'gloves', 'ribbons'] },
    draw: (r) => ({ colors: r.int(4, 12), same: r.int(3, 6), extra: r.int(2, 8) }),
    closed: (g) => g.colors * (g.same - 1) + 1 + g.extra,
    problem: [
      'A dark drawer holds many {thing} in each of {colors} colors. {A} wants to be certain of {same} {thing} of one color and then takes {extra} more for luck. How many {thing} does {A} take, if no more are taken than needed for certainty before those {extra}?',
      'A dark box holds {thing} in {colors} colors, a great many of each. {A} takes the smallest number that guarantees {same} {thing} of the same color, and after that {extra} more. How many does {A} take?',
    ],
    steps: [
      note(
        'in the worst case there are [[{same} - 1]] {thing} of each color before the next one decides',
        {
          kind: 'wrong_rule',
          clause:
            'in the best case the first [[{same}]] {thing} already have one color, and this decides',
        },
      ),
      calc('few: same - 1', 'the largest number of {thing} of a color that does not suffice', '', {
        why: '{same} would suffice',
        drop: 'same',
      }),
      calc(
        'worst: colors * few',
        'the number of {thing} in the worst case without {same} of a color',
        '',
        { why: 'there are {colors} colors' },
      ),
      calc('sure: worst + 1', 'the number that makes it certain', '', {
        why: 'one more must complete some color',
        drop: 'worst',
      }),
      calc('all: sure + extra', 'the number of {thing} taken', '{thing}', {
        why: '{extra} more are taken afterwards',
        drop: 'sure',
      }),
      answer('all', '{thing}', '{A} takes {all} {thing}'),
    ],
  }),
] as const
