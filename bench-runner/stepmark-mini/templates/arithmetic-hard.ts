import { answer, calc, given, note, template } from '../template.ts'

/** Multi-step arithmetic. */
export const ARITHMETIC_HARD = [
  template('warehouse', 'hard', {
    words: { thing: ['mugs', 'lamps', 'clocks', 'vases'] },
    draw: (r) => ({
      pallets: r.int(4, 9),
      boxes: r.int(12, 24),
      per: r.int(6, 12),
      broken: r.int(20, 90),
      shops: r.int(3, 8),
      price: r.int(4, 9),
      freight: r.int(60, 240, 10),
    }),
    closed: (g) => ((g.pallets * g.boxes * g.per - g.broken) * g.price - g.freight) / g.shops,
    problem: [
      'A warehouse receives {pallets} pallets. Every pallet carries {boxes} boxes, and every box holds {per} {thing}. {broken} {thing} arrive broken. The others are sold at {$price} each, {$freight} is paid for freight, and the remaining money is shared equally by {shops} shops. How much does each shop get?',
      '{shops} shops order {thing} together: {pallets} pallets with {boxes} boxes each and {per} {thing} in every box. {broken} of the {thing} break on the way; all the others sell for {$price} apiece. The shops pay {$freight} for freight out of the income and split what is left evenly. What is the share of one shop, in dollars?',
    ],
    steps: [
      given('there are {pallets} pallets of {boxes} boxes, with {per} {thing} in a box'),
      calc('cases: pallets * boxes', 'the number of boxes', 'boxes', {
        why: 'each pallet carries {boxes} boxes',
      }),
      calc('all: cases * per', 'the number of {thing} delivered', '{thing}', {
        why: 'each box holds {per} {thing}',
      }),
      calc('whole: all - broken', 'the number of unbroken {thing}', '{thing}', {
        why: '{broken} of the {thing} are broken',
        drop: 'all',
      }),
      calc('income: whole * price', 'the income', 'dollars', {
        why: 'each of the unbroken {thing} sells for {$price}',
      }),
      calc('net: income - freight', 'the income after freight', 'dollars', {
        why: 'freight costs {$freight}',
        drop: 'income',
      }),
      note('the {shops} shops share {$net} equally', {
        kind: 'dropped_condition',
        clause: 'the {shops} shops share {$income} equally',
        believes: { net: 'income' },
      }),
      calc('share: net / shops', 'the share of one shop', 'dollars', {
        why: 'all {shops} shops get the same',
      }),
      answer('share', 'dollars', 'each shop gets {$share}'),
    ],
  }),
  template('school-trip', 'hard', {
    words: { place: ['museum', 'zoo', 'aquarium', 'castle'] },
    draw: (r) => {
      const [pupils, teachers] = [r.int(18, 30), r.int(2, 4)]
      return {
        classes: r.int(4, 10, 2),
        pupils,
        teachers,
        seats: 2 * (pupils + teachers),
        bus: r.int(150, 320, 10),
        ticket: r.int(4, 9),
      }
    },
    closed: (g) =>
      ((g.classes * (g.pupils + g.teachers)) / g.seats) * g.bus + g.classes * g.pupils * g.ticket,
    problem: [
      '{classes} classes go to a {place}. Each class has {pupils} pupils and {teachers} teachers. They fill all the seats of several buses with {seats} seats each, and every bus costs {$bus}. Every pupil pays {$ticket} to enter; teachers enter free. What is the total cost of buses and tickets?',
      'For a trip to a {place}, buses with {seats} seats are hired at {$bus} each. {classes} classes of {pupils} pupils and {teachers} teachers each fill the buses exactly. A ticket costs {$ticket} for a pupil and nothing for a teacher. How much do buses and tickets cost in all?',
    ],
    steps: [
      given('each class has {pupils} pupils and {teachers} teachers'),
      calc('group: pupils + teachers', 'the number of people in one class', 'people', {
        why: 'the teachers travel too',
        drop: 'pupils',
      }),
      calc('people: classes * group', 'the number of people travelling', 'people', {
        why: 'there are {classes} classes',
      }),
      calc('buses: people / seats', 'the number of buses', 'buses', {
        why: 'each bus takes {seats} people',
      }),
      calc('hire: buses * bus', 'the cost of the buses', 'dollars', {
        why: 'one bus costs {$bus}',
      }),
      calc('entering: classes * pupils', 'the number of pupils', 'pupils', {
        why: 'each of the {classes} classes has {pupils} pupils',
      }),
      calc('tickets: entering * ticket', 'the cost of the tickets', 'dollars', {
        why: 'only pupils pay to enter',
        drop: 'people * ticket',
      }),
      calc('total: hire + tickets', 'the total cost', 'dollars', {
        why: 'buses and tickets are both paid',
      }),
      answer('total', 'dollars', 'the trip costs {$total}'),
    ],
  }),
  template('inheritance', 'hard', {
    words: { estate: ['savings', 'fortune', 'estate'] },
    draw: (r) => ({
      sum: r.int(12_000, 48_000, 2400),
      tax: r.pick([5, 10, 15, 20]),
      debt: r.int(600, 1800, 150),
      parts: r.int(3, 6),
      gift: r.int(100, 500, 50),
    }),
    closed: (g) => (g.sum - (g.sum * g.tax) / 100 - g.debt) / g.parts - g.gift,
    problem: [
      'A {estate} of {$sum} is taxed at {tax}%. After the tax, a debt of {$debt} is paid, and the rest is divided equally among {parts} heirs. {A}, one of the heirs, gives {$gift} of the share to charity. How much does {A} keep?',
      '{parts} heirs divide a {estate} of {$sum} equally, but first a tax of {tax}% of the whole is paid and then a debt of {$debt} is settled. {A} is one of the heirs and donates {$gift} out of the share received. What amount is left for {A}?',
    ],
    steps: [
      given('the tax is {tax}% of {$sum}'),
      calc('levy: sum * tax / 100', 'the tax', 'dollars', { why: 'the rate is {tax}%' }),
      calc('net: sum - levy', 'the amount after tax', 'dollars', {
        why: 'the tax is taken off first',
        drop: 'sum',
      }),
      calc('rest: net - debt', 'the amount after the debt', 'dollars', {
        why: 'the debt of {$debt} must be paid',
        drop: 'net',
      }),
      note('{$rest} is divided among {parts} heirs', {
        kind: 'dropped_condition',
        clause: '{$net} is divided among {parts} heirs',
        believes: { rest: 'net' },
      }),
      calc('share: rest / parts', 'the share of one heir', 'dollars', {
        why: 'the {parts} shares are equal',
      }),
      calc('kept: share - gift', 'the amount {A} keeps', 'dollars', {
        why: '{$gift} goes to charity',
        drop: 'share',
      }),
      answer('kept', 'dollars', '{A} keeps {$kept}'),
    ],
  }),
  template('print-shop', 'hard', {
    words: { sheet: ['posters', 'flyers', 'menus'] },
    draw: (r) => ({
      customers: r.int(6, 12),
      copies: r.int(25, 60, 5),
      big: r.int(3, 5),
      extra: r.int(20, 60, 5),
      paper: r.pick([20, 25, 40, 50]),
      cost: r.int(6, 12),
      price: r.int(2, 4),
    }),
    closed: (g) => {
      const all = g.customers * g.copies + g.big * g.extra
      return all * g.price - (all / g.paper) * g.cost
    },
    problem: [
      'A print shop has {customers} customers who each order {copies} {sheet}; {big} of them order {extra} more on top of that. Each of the {sheet} needs one sheet of paper. Paper is bought in packs of {paper} sheets at {$cost} a pack, just as many packs as needed, and each of the {sheet} is sold for {$price}. What does the shop earn after paying for the paper?',
    ],
    steps: [
      given(
        '{customers} customers order {copies} {sheet} each, and {big} of them want {extra} more',
      ),
      calc('basic: customers * copies', 'the number of {sheet} in the basic orders', '{sheet}', {
        why: 'every customer orders {copies}',
      }),
      calc('added: big * extra', 'the number of additional {sheet}', '{sheet}', {
        why: '{big} customers want {extra} more',
        drop: 'extra',
      }),
      calc('all: basic + added', 'the total number of {sheet}', '{sheet}', {
        why: 'both kinds of orders are printed',
        drop: 'basic',
      }),
      calc('packs: all / paper', 'the number of packs to buy', 'packs', {
        why: 'a pack has {paper} sheets',
      }),
      calc('expense: packs * cost', 'the price of the paper', 'dollars', {
        why: 'a pack costs {$cost}',
      }),
      calc('income: all * price', 'the income', 'dollars', {
        why: 'each of the {sheet} sells for {$price}',
      }),
      calc('profit: income - expense', 'the profit', 'dollars', {
        why: 'the paper has to be paid for',
      }),
      answer('profit', 'dollars', 'the shop earns {$profit}'),
    ],
  }),
] as const
