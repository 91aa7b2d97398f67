import { answer, calc, given, template } from '../template.ts'

/** Multi-step arithmetic. */
export const ARITHMETIC_EASY = [
  template('bake-sale', 'easy', {
    words: { thing: ['cookies', 'muffins', 'scones'] },
    draw: (r) => ({
      trays: r.int(3, 9),
      per: r.int(12, 24),
      kept: r.int(6, 20),
      price: r.int(2, 5),
    }),
    closed: (g) => (g.trays * g.per - g.kept) * g.price,
    problem: [
      '{A} bakes {trays} trays of {per} {thing} for a school sale. The family keeps {kept} of them, and the rest are sold for {$price} each. How much money does the sale bring in?',
      'For a school sale, {A} fills {trays} trays with {per} {thing} each, keeps {kept} {thing} at home and sells all the others at {$price} apiece. How many dollars does {A} take in?',
    ],
    steps: [
      given('there are {trays} trays with {per} {thing} on each'),
      calc('baked: trays * per', 'the number of {thing} baked', '{thing}', {
        why: 'every tray holds {per} {thing}',
      }),
      calc('sold: baked - kept', 'the number of {thing} sold', '{thing}', {
        why: '{kept} of them stay at home',
        drop: 'baked',
      }),
      calc('money: sold * price', 'the money from the sale', 'dollars', {
        why: 'each one sells for {$price}',
        drop: 'baked * price',
      }),
      answer('money', 'dollars', 'the sale brings in {$money}'),
    ],
  }),
  template('bookshelf', 'easy', {
    words: { room: ['library', 'classroom', 'reading room'] },
    draw: (r) => ({
      shelves: r.int(4, 12),
      per: r.int(15, 40),
      lent: r.int(12, 60),
      bought: r.int(10, 45),
    }),
    closed: (g) => g.shelves * g.per - g.lent + g.bought,
    problem: [
      'A {room} has {shelves} full shelves with {per} books on each. One morning {lent} books are lent out, and in the afternoon {bought} new books arrive. How many books are in the {room} in the evening?',
      'The {shelves} shelves of a {room} each hold {per} books. After {lent} books have been lent out and {bought} new ones delivered, how many books does the {room} have on hand?',
    ],
    steps: [
      given('{lent} books leave and {bought} books arrive'),
      calc('start: shelves * per', 'the number of books at the start', 'books', {
        why: 'each shelf holds {per} books',
      }),
      calc('morning: start - lent', 'the number of books left after the lending', 'books', {
        why: '{lent} books are lent out',
        drop: 'start',
      }),
      calc('evening: morning + bought', 'the number of books in the evening', 'books', {
        why: '{bought} new books arrive',
        drop: 'morning',
      }),
      answer('evening', 'books', 'there are {evening} books in the {room} in the evening'),
    ],
  }),
  template('allowance', 'easy', {
    words: { toy: ['skateboard', 'board game', 'headset', 'backpack'] },
    draw: (r) => ({
      weekly: r.int(6, 18),
      weeks: r.int(5, 14),
      gift: r.int(15, 40),
      price: r.int(45, 95),
    }),
    closed: (g) => g.weekly * g.weeks + g.gift - g.price,
    problem: [
      '{A} saves {$weekly} every week for {weeks} weeks and also gets {$gift} as a birthday gift. Then {A} buys a {toy} for {$price}. How much money is left?',
      'Every week for {weeks} weeks, {A} puts aside {$weekly}. With an extra birthday gift of {$gift}, {A} buys a {toy} that costs {$price}. How many dollars remain?',
    ],
    steps: [
      given('{A} saves {$weekly} a week for {weeks} weeks'),
      calc('saved: weekly * weeks', 'the total amount saved', 'dollars', {
        why: '{A} saves {$weekly} in each of the {weeks} weeks',
      }),
      calc('total: saved + gift', 'the amount together with the gift', 'dollars', {
        why: 'the birthday gift adds {$gift}',
        drop: 'saved',
      }),
      calc('left: total - price', 'the amount left after the purchase', 'dollars', {
        why: 'the {toy} costs {$price}',
        drop: 'saved - price',
      }),
      answer('left', 'dollars', '{A} has {$left} left'),
    ],
  }),
  template('bus-stops', 'easy', {
    words: { vehicle: ['bus', 'tram', 'ferry'] },
    draw: (r) => ({ start: r.int(18, 45), off: r.int(4, 15), on: r.int(6, 19), fare: r.int(2, 5) }),
    closed: (g) => (g.start - g.off + g.on) * g.fare,
    problem: [
      'A {vehicle} leaves the depot with {start} passengers. At the only stop, {off} passengers get off and {on} get on. Fares of {$fare} are collected at the end from everyone then on board. How much is collected?',
      'There are {start} passengers on a {vehicle}. At its one stop {off} leave and {on} new passengers board. At the end of the line everyone on board pays {$fare}. How much money is collected?',
    ],
    steps: [
      given('only those on board at the end pay {$fare} each'),
      calc('stay: start - off', 'the number of passengers who stay on board', 'passengers', {
        why: '{off} of the {start} passengers get off',
        drop: 'start',
      }),
      calc('end: stay + on', 'the number of passengers at the end', 'passengers', {
        why: '{on} passengers get on',
      }),
      calc('money: end * fare', 'the sum of the fares', 'dollars', {
        why: 'everyone on board pays {$fare}',
        drop: 'stay * fare',
      }),
      answer('money', 'dollars', 'the fares come to {$money}'),
    ],
  }),
] as const
