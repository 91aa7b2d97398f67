import { answer, calc, given, template } from '../template.ts'

/** Rates and units. */
export const RATES_EASY = [
  template('printer-speed', 'easy', {
    words: { device: ['printer', 'copier'] },
    draw: (r) => ({
      speed: r.int(12, 45),
      minutes: r.int(6, 25),
      jam: r.int(2, 5),
      spoiled: r.int(5, 30),
    }),
    closed: (g) => g.speed * (g.minutes - g.jam) - g.spoiled,
    problem: [
      'A {device} makes {speed} pages a minute. It runs for {minutes} minutes, but stands still for {jam} of them because of a paper jam, and {spoiled} pages are spoiled. How many good pages are made?',
      'In a run of {minutes} minutes, a {device} that makes {speed} pages per minute is jammed for {jam} minutes. If {spoiled} of the pages are spoiled, how many good pages come out?',
    ],
    steps: [
      given('the {device} makes {speed} pages a minute'),
      calc('active: minutes - jam', 'the working time', 'minutes', {
        why: 'the jam takes {jam} minutes',
        drop: 'minutes',
      }),
      calc('pages: speed * active', 'the number of pages made', 'pages', {
        why: '{speed} pages come out every minute',
      }),
      calc('good: pages - spoiled', 'the number of good pages', 'pages', {
        why: '{spoiled} pages are spoiled',
        drop: 'pages',
      }),
      answer('good', 'pages', 'the {device} makes {good} good pages'),
    ],
  }),
  template('road-trip', 'easy', {
    words: { vehicle: ['car', 'van', 'bus', 'train'] },
    draw: (r) => ({
      speed: r.int(48, 84, 6),
      hours: r.int(2, 6),
      slow: r.int(30, 45, 5),
      more: r.int(2, 4),
    }),
    closed: (g) => g.speed * g.hours + g.slow * g.more,
    problem: [
      'A {vehicle} travels for {hours} hours at {speed} kilometers per hour and then for {more} hours at {slow} kilometers per hour. How far does it go in all?',
      'For {hours} hours a {vehicle} keeps a speed of {speed} kilometers per hour; then it slows to {slow} kilometers per hour for {more} hours. What is the total distance in kilometers?',
    ],
    steps: [
      given('the speed is {speed} kilometers per hour at first and {slow} later'),
      calc('first: speed * hours', 'the distance of the first part', 'kilometers', {
        why: 'the first part lasts {hours} hours',
      }),
      calc('second: slow * more', 'the distance of the second part', 'kilometers', {
        why: 'the second part lasts {more} hours',
        drop: 'speed * more',
      }),
      calc('all: first + second', 'the total distance', 'kilometers', {
        why: 'the two parts follow each other',
        drop: 'first',
      }),
      answer('all', 'kilometers', 'the {vehicle} goes {all} kilometers'),
    ],
  }),
  template('recipe', 'easy', {
    words: { dish: ['soup', 'stew', 'curry'] },
    draw: (r) => {
      const [per, people] = [r.int(120, 300, 20), r.int(6, 14)]
      return { per, people, pot: r.int(20, 60, 10) * 10, price: r.int(3, 8) }
    },
    closed: (g) => ((g.per * g.people + g.pot) / 1000) * g.price * 10,
    problem: [
      'One serving of {dish} takes {per} grams of vegetables. {A} cooks for {people} people on each of 10 days and adds {pot} grams a day for second helpings. Vegetables cost {$price} a kilogram. What do the vegetables for all 10 days cost?',
    ],
    steps: [
      given('one serving takes {per} grams and {people} people eat'),
      calc('grams: per * people', 'the weight of the first servings of one day', 'grams', {
        why: 'each of the {people} people gets {per} grams',
      }),
      calc('daily: grams + pot', 'the weight for one day', 'grams', {
        why: '{pot} grams are added for second helpings',
        drop: 'grams',
      }),
      calc('kilos: daily * 10 / 1000', 'the weight for all the days in kilograms', 'kilograms', {
        why: 'a kilogram has 1000 grams and there are 10 days',
      }),
      calc('cost: kilos * price', 'the cost', 'dollars', { why: 'a kilogram costs {$price}' }),
      answer('cost', 'dollars', 'the vegetables cost {$cost}'),
    ],
  }),
] as const
