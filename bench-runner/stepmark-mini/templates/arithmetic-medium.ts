import { answer, calc, given, template } from '../template.ts'

/** Multi-step arithmetic. */
export const ARITHMETIC_MEDIUM = [
  template('garden-rows', 'medium', {
    words: { plant: ['tulips', 'lettuces', 'carrots', 'onions'] },
    draw: (r) => ({
      rows: r.int(6, 14),
      per: r.int(12, 28),
      bad: r.int(2, 4),
      beds: r.int(2, 5),
      price: r.int(2, 4),
    }),
    closed: (g) => (g.per - g.bad) * g.rows * g.beds * g.price,
    problem: [
      '{A} has {beds} garden beds. Each bed has {rows} rows of {per} {plant}, but in every row {bad} of the {plant} do not survive. All the surviving {plant} are sold at {$price} each. How much money does {A} earn?',
      'In each of {beds} beds, {A} plants {rows} rows with {per} {plant} in a row. In every row {bad} {plant} die. How much does {A} earn by selling all the others for {$price} apiece?',
    ],
    steps: [
      given('each row starts with {per} {plant} and loses {bad}'),
      calc('good: per - bad', 'the number of surviving {plant} in one row', '{plant}', {
        why: '{bad} {plant} in each row do not survive',
        drop: 'per',
      }),
      calc('bed: good * rows', 'the number of surviving {plant} in one bed', '{plant}', {
        why: 'a bed has {rows} rows',
      }),
      calc('all: bed * beds', 'the number of surviving {plant} in all the beds', '{plant}', {
        why: 'there are {beds} beds',
        drop: 'bed',
      }),
      calc('money: all * price', 'the total income', 'dollars', {
        why: 'each one is sold for {$price}',
      }),
      answer('money', 'dollars', '{A} earns {$money}'),
    ],
  }),
  template('ticket-refund', 'medium', {
    words: { show: ['concert', 'play', 'hockey game', 'circus'] },
    draw: (r) => ({
      adults: r.int(20, 60),
      children: r.int(15, 70),
      adult: r.int(12, 25),
      child: r.int(5, 11),
      fee: r.int(50, 200, 10),
    }),
    closed: (g) => g.adults * g.adult + g.children * g.child - g.fee,
    problem: [
      'At a {show}, {adults} adults pay {$adult} each and {children} children pay {$child} each. The hall costs {$fee} to rent. How much money remains after the rent is paid?',
      'Tickets for a {show} cost {$adult} for an adult and {$child} for a child. {adults} adults and {children} children come, and {$fee} of the income goes to rent. What is left over, in dollars?',
    ],
    steps: [
      given('{adults} adults and {children} children attend the {show}'),
      calc('fromAdults: adults * adult', 'the income from adults', 'dollars', {
        why: 'each adult pays {$adult}',
      }),
      calc('fromChildren: children * child', 'the income from children', 'dollars', {
        why: 'each child pays {$child}',
        drop: 'children * adult',
      }),
      calc('income: fromAdults + fromChildren', 'the total ticket income', 'dollars', {
        why: 'both groups pay',
      }),
      calc('left: income - fee', 'the amount after the rent', 'dollars', {
        why: 'the rent takes {$fee}',
        drop: 'income',
      }),
      answer('left', 'dollars', '{$left} remains after the rent'),
    ],
    otherSteps: [
      calc('fromAdults: adults * adult', 'the money the adults pay', 'dollars', {
        why: 'there are {adults} of them',
      }),
      calc('margin: fromAdults - fee', 'the part of it left once the rent is paid', 'dollars', {
        why: 'the rent of {$fee} can be paid at once',
      }),
      calc('fromChildren: children * child', 'the money the children pay', 'dollars', {
        why: 'there are {children} of them',
      }),
      calc('left: margin + fromChildren', 'the amount that remains', 'dollars', {
        why: 'the rent has already been taken off',
      }),
      answer('left', 'dollars', '{$left} remains after the rent'),
    ],
  }),
  template('percent-sale', 'medium', {
    words: { item: ['jacket', 'lamp', 'desk chair', 'suitcase'] },
    draw: (r) => ({
      price: r.int(40, 240, 20),
      off: r.int(10, 40, 5),
      coupon: r.int(3, 12),
      count: r.int(2, 5),
    }),
    closed: (g) => (g.price - (g.price * g.off) / 100 - g.coupon) * g.count,
    problem: [
      'A {item} normally costs {$price}. In a sale its price is cut by {off}%, and a coupon then takes off another {$coupon} per {item}. How much do {count} such {item}s cost in all?',
      'The regular price of a {item} is {$price}. {A} buys {count} of them in a sale with {off}% off, and a coupon lowers the price of each one by a further {$coupon}. What does {A} pay altogether?',
    ],
    steps: [
      given('the sale takes {off}% off the regular price of {$price}'),
      calc('cut: price * off / 100', 'the discount on one {item}', 'dollars', {
        why: 'the price falls by {off}%',
      }),
      calc('sale: price - cut', 'the sale price of one {item}', 'dollars', {
        why: 'the discount is taken off the regular price',
        rule: ['price - off', 'a discount of {off}% takes {$off} off the price'],
      }),
      calc('each: sale - coupon', 'the price of one {item} with the coupon', 'dollars', {
        why: 'the coupon takes off another {$coupon}',
        drop: 'sale',
      }),
      calc('total: each * count', 'the price of all {count}', 'dollars', {
        why: 'there are {count} of them',
      }),
      answer('total', 'dollars', 'the {item}s cost {$total} in all'),
    ],
    otherSteps: [
      calc('share: 100 - off', 'the percentage of the price still to be paid', 'percent', {
        why: '{off}% is taken off',
      }),
      calc('sale: price * share / 100', 'the sale price of one {item}', 'dollars', {
        why: 'one pays {share}% of {$price}',
      }),
      calc('before: sale * count', 'the price of {count} {item}s without the coupon', 'dollars', {
        why: 'there are {count} of them',
      }),
      calc('saved: coupon * count', 'the total value of the coupons', 'dollars', {
        why: 'the coupon takes {$coupon} off each {item}',
        drop: 'coupon',
      }),
      calc('total: before - saved', 'the amount to pay', 'dollars', {
        why: 'the coupons are taken off',
      }),
      answer('total', 'dollars', 'the {item}s cost {$total} in all'),
    ],
  }),
  template('stamp-trade', 'medium', {
    words: { thing: ['stamps', 'marbles', 'trading cards', 'shells'] },
    draw: (r) => ({
      start: r.int(40, 120, 4),
      more: r.int(15, 60),
      part: r.pick([2, 4]),
      given: r.int(12, 40),
    }),
    closed: (g) => g.start + (g.start + g.more) - g.start / g.part - g.given,
    problem: [
      '{A} has {start} {thing} and {B} has {more} more than {A}. {A} loses 1/{part} of those {start} in a move, and {B} gives {given} {thing} to a museum. How many {thing} do the two have together now?',
    ],
    steps: [
      given('{B} has {more} more {thing} than {A}'),
      calc('b: start + more', 'the number of {thing} {B} has at first', '{thing}', {
        why: '{B} has {more} more than {A}',
        drop: 'more',
      }),
      calc('lost: start / part', 'the number of {thing} {A} loses', '{thing}', {
        why: '1/{part} of the {start} is lost',
      }),
      calc('a: start - lost', 'the number of {thing} {A} keeps', '{thing}', {
        why: 'the lost {thing} are gone',
      }),
      calc('kept: b - given', 'the number of {thing} {B} keeps', '{thing}', {
        why: '{B} gives away {given}',
        drop: 'b',
      }),
      calc('both: a + kept', 'the number of {thing} the two have together', '{thing}', {
        why: 'both collections count',
      }),
      answer('both', '{thing}', 'the two have {both} {thing} together'),
    ],
  }),
] as const
