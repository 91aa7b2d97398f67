import { answer, calc, given, note, template } from '../template.ts'

/** Counting and logic. */
export const COUNTING_HARD = [
  template('three-surveys', 'hard', {
    words: { a: ['tea', 'juice'], b: ['coffee', 'milk'], c: ['cocoa', 'lemonade'] },
    draw: (r) => {
      const all = r.int(3, 9)
      const [ab, bc, ac] = [all + r.int(3, 8), all + r.int(2, 9), all + r.int(2, 7)]
      const [one, two, three] = [
        ab + ac + r.int(4, 20),
        ab + bc + r.int(4, 20),
        ac + bc + r.int(4, 20),
      ]
      return {
        one,
        two,
        three,
        ab,
        bc,
        ac,
        all,
        asked: one + two + three - ab - bc - ac + all + r.int(6, 30),
      }
    },
    closed: (g) => g.asked - (g.one + g.two + g.three) + (g.ab + g.bc + g.ac) - g.all,
    problem: [
      'Of {asked} people, {one} like {a}, {two} like {b} and {three} like {c}; {ab} like {a} and {b}, {bc} like {b} and {c}, {ac} like {a} and {c}, and {all} like all three. How many like none of the three?',
      'A survey asks {asked} people about three drinks. {one} like {a}, {two} like {b}, {three} like {c}. Among them {ab} like both {a} and {b}, {bc} both {b} and {c}, {ac} both {a} and {c}, and {all} all three. How many people like none of them?',
    ],
    steps: [
      given('{all} people like all three drinks'),
      calc('singles: one + two + three', 'the sum of the three numbers', '', {
        why: '{one}, {two} and {three} people like the drinks',
      }),
      calc('pairs: ab + bc + ac', 'the sum over the pairs', '', {
        why: 'the pairs are liked by {ab}, {bc} and {ac} people',
      }),
      note('the numbers {ab}, {bc} and {ac} include those who like all three', {
        kind: 'misread_problem',
        clause: 'the numbers {ab}, {bc} and {ac} leave out those who like all three',
      }),
      calc('reduced: singles - pairs', 'the sum after the pairs are taken off', '', {
        why: 'those who like two drinks were counted twice',
        drop: 'singles',
      }),
      calc('some: reduced + all', 'the number who like at least one drink', 'people', {
        why: 'those who like all three have been taken off once too often',
        drop: 'reduced',
        rule: ['reduced - all', 'those who like all three must be taken off as well'],
      }),
      calc('none: asked - some', 'the number who like none', 'people', {
        why: '{asked} people were asked',
      }),
      answer('none', 'people', '{none} people like none of the three'),
    ],
  }),
  template('seating', 'hard', {
    words: { seats: ['row of chairs', 'bench', 'row of seats'] },
    draw: (r) => ({ people: r.int(5, 7), shows: r.int(3, 9), banned: r.int(5, 20) }),
    closed: (g) => {
      const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1))
      return (factorial(g.people) - 2 * factorial(g.people - 1) - g.banned) * g.shows
    },
    problem: [
      '{A}, {B} and some friends, {people} people in all, sit on a {seats} with exactly {people} places. {A} and {B} must not sit next to each other, and {banned} of the remaining seatings are rejected for other reasons. Each allowed seating is photographed {shows} times. How many photographs are taken?',
      '{people} people, among them {A} and {B}, fill a {seats} with {people} places. Seatings with {A} beside {B} are forbidden, and so are {banned} of the others. If every allowed seating is photographed {shows} times, how many photographs are there?',
    ],
    steps: [
      given('{A} and {B} may not be neighbors'),
      calc(
        'blocks: 2 * ( people - 1 )',
        'the number of ways to place {A} and {B} side by side',
        '',
        {
          why: 'there is one pair of neighboring places fewer than there are places, and each pair has two orders',
          drop: 'people - 1',
        },
      ),
      calc(
        'ordered: people * ( people - 1 )',
        'the number of ways to place {A} and {B} anywhere',
        '',
        {
          why: '{B} has one place fewer to choose from than {A}',
          rule: ['people * people', '{A} and {B} each have {people} places to choose from'],
        },
      ),
      calc('apart: ordered - blocks', 'the number of ways to place them apart', '', {
        why: 'side by side is forbidden',
        drop: 'ordered',
      }),
      calc('others: people - 2', 'the number of other people', 'people', {
        why: '{A} and {B} are placed already',
        drop: 'people',
      }),
      calc('ways: others !', 'the number of arrangements of the others', '', {
        why: 'each of the places left goes to one of those still standing',
        rule: ['others * others', 'each of the other people can take each of the places left'],
      }),
      calc('seatings: apart * ways', 'the number of seatings that keep them apart', 'seatings', {
        why: 'the two choices are independent',
        rule: ['apart + ways', 'the two choices are independent and therefore add up'],
      }),
      calc('allowed: seatings - banned', 'the number of allowed seatings', 'seatings', {
        why: '{banned} are rejected',
        drop: 'seatings',
      }),
      calc('photos: allowed * shows', 'the number of photographs', 'photographs', {
        why: 'each is photographed {shows} times',
      }),
      answer('photos', 'photographs', '{photos} photographs are taken'),
    ],
  }),
  template('grid-paths', 'hard', {
    words: { walker: ['robot', 'beetle', 'snail'] },
    draw: (r) => ({
      right: r.int(3, 7),
      far: r.int(2, 6),
      shut: r.int(4, 16),
      energy: r.int(2, 7),
    }),
    closed: (g) =>
      ((((g.right + 2) * (g.right + 1)) / 2) * (g.far + 1) - g.shut) *
      g.energy *
      (g.right + g.far + 3),
    problem: [
      'On a grid, a {walker} goes from P to Q, which lies {right} squares to the right of P and 2 squares above it, and then from Q to R, which lies {far} squares to the right of Q and 1 square above it. Each move goes one square right or one square up. {shut} of all the routes are closed. The {walker} tries every open route once, and each move uses {energy} units of energy. How much energy is used in all?',
      'A {walker} moves on a grid, one square right or one square up at a time. It goes {right} squares right and 2 squares up to a point Q, and from Q another {far} squares right and 1 square up to its goal. All routes but {shut} are open and each open one is tried once. If a move costs {energy} units of energy, what is the total cost?',
    ],
    steps: [
      given('the {walker} only moves right or up'),
      calc('first: right + 2', 'the number of moves to Q', 'moves', {
        why: 'it takes {right} moves right and two moves up',
        drop: 'right',
      }),
      calc('choices: first * ( first - 1 ) / 2', 'the number of routes to Q', 'routes', {
        why: 'two of the {first} moves go up, in no particular order',
        drop: 'first * ( first - 1 )',
        rule: ['first * first / 2', 'each of the two upward moves can be any of the {first}'],
      }),
      calc('second: far + 1', 'the number of moves after Q', 'moves', {
        why: 'it takes {far} moves right and one move up',
        drop: 'far',
      }),
      calc('all: choices * second', 'the number of complete routes', 'routes', {
        why: 'after Q, the upward move can be any of the {second} moves',
        rule: ['choices + second', 'the two parts are separate and their routes add up'],
      }),
      calc('open: all - shut', 'the number of open routes', 'routes', {
        why: '{shut} routes are closed',
        drop: 'all',
      }),
      calc('moves: first + second', 'the number of moves in a route', 'moves', {
        why: 'both parts are walked',
        drop: 'first',
      }),
      calc('cost: moves * energy', 'the energy for one route', 'units', {
        why: 'each move uses {energy} units',
      }),
      calc('total: open * cost', 'the total energy', 'units', {
        why: 'all {open} open routes are tried',
      }),
      answer('total', 'units', '{total} units of energy are used'),
    ],
  }),
  template('chain-of-clues', 'hard', {
    words: { thing: ['keys', 'beads', 'tokens'] },
    draw: (r) => ({
      red: r.int(6, 20),
      more: r.int(3, 12),
      times: r.int(2, 3),
      fewer: r.int(4, 15),
      boxes: r.int(2, 6),
      given: r.int(3, 12),
    }),
    closed: (g) => {
      const blue = g.red + g.more
      const green = g.times * blue
      return (g.red + blue + green + green - g.fewer) / g.boxes - g.given
    },
    problem: [
      'A bag has {red} red {thing}, {more} more blue ones than red ones, {times} times as many green ones as blue ones, and {fewer} fewer white ones than green ones. All of them are divided equally among {boxes} boxes, and {given} are then taken out of the first box. How many {thing} remain in the first box?',
      'There are {red} red {thing}. The blue ones are {more} more than the red ones, the green ones {times} times as many as the blue ones, and the white ones {fewer} fewer than the green ones. The {thing} are shared out equally over {boxes} boxes. How many are in the first box after {given} have been removed from it?',
    ],
    steps: [
      given('there are {red} red {thing}'),
      calc('blue: red + more', 'the number of blue {thing}', '{thing}', {
        why: 'there are {more} more of them than red ones',
        drop: 'more',
      }),
      calc('green: times * blue', 'the number of green {thing}', '{thing}', {
        why: 'there are {times} times as many as blue ones',
        drop: 'times * red',
      }),
      calc('white: green - fewer', 'the number of white {thing}', '{thing}', {
        why: 'there are {fewer} fewer of them than green ones',
        drop: 'green',
      }),
      calc('all: red + blue + green + white', 'the total number of {thing}', '{thing}', {
        why: 'there are four colors',
        drop: 'blue + green + white',
      }),
      note('the {all} {thing} go into {boxes} boxes', {
        kind: 'dropped_condition',
        clause: 'the {green} green {thing} go into {boxes} boxes',
        believes: { all: 'green' },
      }),
      calc('box: all / boxes', 'the number of {thing} in each box', '{thing}', {
        why: 'the boxes get equal numbers',
      }),
      calc('left: box - given', 'the number left in the first box', '{thing}', {
        why: '{given} are taken out',
        drop: 'box',
      }),
      answer('left', '{thing}', '{left} {thing} remain in the first box'),
    ],
  }),
] as const
