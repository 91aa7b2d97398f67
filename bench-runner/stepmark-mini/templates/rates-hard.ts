import { answer, calc, given, template } from '../template.ts'

/** Rates and units. */
export const RATES_HARD = [
  template('delivery-fuel', 'hard', {
    words: { vehicle: ['van', 'truck'] },
    draw: (r) => ({
      stops: r.int(6, 15),
      gap: r.int(4, 12),
      home: r.int(10, 40, 5),
      use: r.pick([5, 8, 10, 12]),
      price: r.int(2, 3),
      days: r.int(3, 6),
      wage: r.int(90, 160, 10),
    }),
    closed: (g) =>
      ((((g.stops - 1) * g.gap + 2 * g.home) * g.use) / 100) * g.price * g.days + g.wage * g.days,
    problem: [
      'A {vehicle} drives {home} kilometers from the depot to the first of {stops} stops, {gap} kilometers from each stop to the next, and {home} kilometers back from the last stop. It uses {use} liters of fuel per 100 kilometers, and a liter costs {$price}. The driver earns {$wage} a day. What do fuel and wages cost for {days} such days?',
    ],
    steps: [
      given('the {stops} stops are {gap} kilometers apart'),
      calc('legs: stops - 1', 'the number of legs between stops', 'legs', {
        why: 'there is one leg fewer than there are stops',
        drop: 'stops',
      }),
      calc(
        'between: legs * gap',
        'the distance between the first stop and the last',
        'kilometers',
        { why: 'each leg is {gap} kilometers long' },
      ),
      calc('ends: 2 * home', 'the distance to the first stop and from the last', 'kilometers', {
        why: 'each of these two ways is {home} kilometers long',
        drop: 'home',
      }),
      calc('way: between + ends', 'the distance of one day', 'kilometers', {
        why: 'all the legs are driven',
        drop: 'between',
      }),
      calc('fuel: way * use / 100', 'the fuel for one day', 'liters', {
        why: '{use} liters last for 100 kilometers',
      }),
      calc('cost: fuel * price', 'the cost of the fuel for one day', 'dollars', {
        why: 'a liter costs {$price}',
      }),
      calc('day: cost + wage', 'the cost of one day', 'dollars', {
        why: 'the driver earns {$wage}',
        drop: 'cost',
      }),
      calc('total: day * days', 'the cost of all the days', 'dollars', {
        why: 'there are {days} days',
        drop: 'day',
      }),
      answer('total', 'dollars', 'fuel and wages cost {$total}'),
    ],
  }),
  template('two-trains', 'hard', {
    words: { vehicle: ['trains', 'ships', 'trucks'] },
    draw: (r) => {
      const [a, b] = [r.int(40, 70, 5), r.int(45, 80, 5)]
      const head = r.int(2, 3)
      return { a, b, head, distance: a * head + (a + b) * r.int(2, 6), stop: r.int(10, 50, 10) }
    },
    closed: (g) => ((g.distance - g.a * g.head) / (g.a + g.b) + g.head) * 60 + g.stop,
    problem: [
      'Two {vehicle} start {distance} kilometers apart and head towards each other. The first travels at {a} kilometers per hour and leaves {head} hours before the second, which travels at {b} kilometers per hour. They meet, and their crews talk for {stop} minutes. How many minutes after the first one left does the talk end?',
      'From two towns {distance} kilometers apart, two {vehicle} move towards each other at {a} and {b} kilometers per hour; the one at {a} kilometers per hour leaves {head} hours earlier. After meeting, they wait for {stop} minutes. How many minutes is it from the first departure to the end of the wait?',
    ],
    steps: [
      given('the first one leaves {head} hours before the second'),
      calc('alone: a * head', 'the distance covered before the second one leaves', 'kilometers', {
        why: 'the first one travels at {a} kilometers per hour',
      }),
      calc('gap: distance - alone', 'the distance between them at that moment', 'kilometers', {
        why: 'they were {distance} kilometers apart',
        drop: 'distance',
      }),
      calc('closing: a + b', 'the closing speed', 'kilometers per hour', {
        why: 'they move towards each other',
        rule: ['b - a', 'the closing speed is the difference of the speeds'],
        drop: 'b',
      }),
      calc('joint: gap / closing', 'the time until they meet', 'hours', {
        why: 'the gap shrinks by {closing} kilometers an hour',
      }),
      calc('hours: joint + head', 'the time since the first one left', 'hours', {
        why: 'it left {head} hours earlier',
        drop: 'joint',
      }),
      calc('minutes: hours * 60', 'that time in minutes', 'minutes', {
        why: 'an hour has 60 minutes',
      }),
      calc('end: minutes + stop', 'the time at the end', 'minutes', {
        why: 'the stop lasts {stop} minutes',
        drop: 'minutes',
      }),
      answer('end', 'minutes', 'it ends {end} minutes after the first departure'),
    ],
  }),
  template('solar-panels', 'hard', {
    words: { house: ['farmhouse', 'school', 'workshop'] },
    draw: (r) => ({
      panels: r.int(8, 24, 2),
      watts: r.int(250, 450, 50),
      hours: r.int(4, 7),
      days: r.int(20, 30, 5),
      own: r.pick([10, 20, 25, 40]),
      price: r.int(2, 4),
      fee: r.int(15, 60, 5),
    }),
    closed: (g) => {
      const made = ((g.panels * g.watts) / 1000) * g.hours * g.days
      return ((made - (made * g.own) / 100) * g.price) / 10 - g.fee
    },
    problem: [
      'The roof of a {house} carries {panels} solar panels of {watts} watts each. They work at full power for {hours} hours a day. Of the energy made in {days} days, {own}% is used in the {house} and the rest is sold; every 10 kilowatt-hours sold bring {$price}. A fee of {$fee} is charged for the meter. What remains after the fee?',
    ],
    steps: [
      given('there are {panels} panels of {watts} watts each'),
      calc('power: panels * watts', 'the total power in watts', 'watts', {
        why: 'each of the {panels} panels gives {watts} watts',
      }),
      calc('daily: power * hours / 1000', 'the energy of one day', 'kilowatt-hours', {
        why: 'a kilowatt has 1000 watts and the panels work for {hours} hours',
      }),
      calc('made: daily * days', 'the energy of all the days', 'kilowatt-hours', {
        why: 'there are {days} days',
      }),
      calc('kept: made * own / 100', 'the energy used in the {house}', 'kilowatt-hours', {
        why: '{own}% is used there',
      }),
      calc('sold: made - kept', 'the energy sold', 'kilowatt-hours', {
        why: 'only the rest is sold',
        drop: 'made',
      }),
      calc('income: sold * price / 10', 'the income', 'dollars', {
        why: 'every 10 kilowatt-hours bring {$price}',
        drop: 'sold * price',
      }),
      calc('left: income - fee', 'the amount after the fee', 'dollars', {
        why: 'the fee is {$fee}',
        drop: 'income',
      }),
      answer('left', 'dollars', '{$left} remains after the fee'),
    ],
  }),
] as const
