import { answer, calc, given, note, template } from '../template.ts'

/** Linear algebra and linear equations in words. */
export const LINEAR_MEDIUM = [
  template('mixed-nuts', 'medium', {
    words: {
      cheap: ['peanuts', 'raisins', 'sunflower seeds'],
      dear: ['cashews', 'almonds', 'walnuts'],
    },
    draw: (r) => {
      const low = r.int(3, 6)
      const high = low + r.int(3, 7)
      const [rich, poor] = [r.int(4, 15), r.int(4, 18)]
      return { low, high, weight: rich + poor, value: low * poor + high * rich }
    },
    closed: (g) => (g.value - g.low * g.weight) / (g.high - g.low),
    problem: [
      'A shop mixes {cheap} at {$low} a kilogram with {dear} at {$high} a kilogram. The mixture weighs {weight} kilograms and is worth {$value}. How many kilograms of {dear} are in it?',
      '{A} blends {cheap} ({$low} per kilogram) and {dear} ({$high} per kilogram) into {weight} kilograms of a mixture worth {$value} in all. Find the weight of the {dear} in kilograms.',
    ],
    steps: [
      given('the mixture weighs {weight} kilograms and is worth {$value}'),
      note(
        'with [[x]] kilograms of {dear}, the value is [[{high}x + {low}({weight} - x) = {value}]]',
        {
          kind: 'wrong_quantity',
          clause:
            'with [[x]] kilograms of {dear}, the value is [[{low}x + {high}({weight} - x) = {value}]]',
          believes: { low: 'high', high: 'low' },
        },
        {
          kind: 'dropped_condition',
          clause:
            'with [[x]] kilograms of {dear}, the value is [[{high}x + {low} * {weight} = {value}]]',
        },
      ),
      calc('base: low * weight', 'the value if everything were {cheap}', 'dollars', {
        why: '{cheap} cost {$low} a kilogram',
      }),
      calc('extra: value - base', 'the value above that', 'dollars', {
        why: 'the mixture is worth {$value}',
      }),
      calc('gap: high - low', 'the extra value of one kilogram of {dear}', 'dollars', {
        why: '{dear} cost {$high} a kilogram',
        drop: 'high',
      }),
      calc('w: extra / gap', 'the weight of the {dear}', 'kilograms', {
        why: 'each kilogram of {dear} adds {$gap}',
      }),
      answer('w', 'kilograms', 'the mixture holds {w} kilograms of {dear}'),
    ],
  }),
  template('elimination', 'medium', {
    words: { one: ['pens', 'brushes', 'notebooks'], two: ['rulers', 'erasers', 'markers'] },
    draw: (r) => {
      const pen = r.int(3, 9)
      const ruler = r.int(2, 8)
      const [p, q, s] = [r.int(2, 5), r.int(2, 6), r.int(7, 11)]
      return { p, q, s, first: p * pen + q * ruler, second: p * pen + s * ruler }
    },
    closed: (g) => (g.first - (g.q * (g.second - g.first)) / (g.s - g.q)) / g.p,
    problem: [
      '{p} {one} and {q} {two} cost {$first}, while {p} {one} and {s} {two} cost {$second}. All {one} have one price and all {two} have one price. What does one of the {one} cost?',
      '{A} pays {$first} for {p} {one} and {q} {two}; {B} pays {$second} for {p} {one} and {s} {two} at the same prices. Find the price of one of the {one}.',
    ],
    steps: [
      note(
        'with prices [[x]] and [[y]] the purchases read [[{p}x + {q}y = {first}]] and [[{p}x + {s}y = {second}]]',
        {
          kind: 'wrong_quantity',
          clause:
            'with prices [[x]] and [[y]] the purchases read [[{p}x + {q}y = {second}]] and [[{p}x + {s}y = {first}]]',
          believes: { first: 'second', second: 'first' },
        },
      ),
      calc('gap: second - first', 'the difference of the two totals', 'dollars', {
        why: 'the terms in [[x]] cancel',
      }),
      calc('more: s - q', 'the difference in the number of {two}', '{two}', {
        why: 'the second purchase has {s} and the first has {q}',
        drop: 's',
      }),
      calc('y: gap / more', 'the price of one of the {two}', 'dollars', {
        why: '{more} {two} make up the difference',
      }),
      calc('spent: q * y', 'the price of the {q} {two} in the first purchase', 'dollars', {
        why: 'each costs {$y}',
      }),
      calc('rest: first - spent', 'the price of the {p} {one}', 'dollars', {
        why: 'the first purchase costs {$first}',
      }),
      calc('x: rest / p', 'the price of one of the {one}', 'dollars', {
        why: 'there are {p} of them',
        drop: 'rest',
      }),
      answer('x', 'dollars', 'one of the {one} costs {$x}'),
    ],
  }),
  template('ages', 'medium', {
    draw: (r) => {
      const young = r.int(6, 15)
      const times = r.int(2, 4)
      const after = r.int(2, 9)
      return { times, after, sum: young + times * young + 2 * after }
    },
    closed: (g) => ((g.sum - 2 * g.after) / (g.times + 1)) * g.times,
    problem: [
      '{A} is {times} times as old as {B}. In {after} years their ages will add up to {sum}. How old is {A} now?',
      'At present {A} is {times} times as old as {B}, and {after} years from now the sum of their ages will be {sum}. What is the present age of {A}?',
    ],
    steps: [
      given('the ages will add up to {sum} in {after} years'),
      calc('growth: 2 * after', 'the total number of years both ages grow together', 'years', {
        why: 'each of the two gets {after} years older',
        rule: ['after', 'the sum of the ages grows by {after}'],
      }),
      calc('now: sum - growth', 'the sum of the present ages', 'years', {
        why: 'the sum will be {sum} later',
        drop: 'sum',
      }),
      calc('parts: times + 1', 'the number of equal parts in that sum', 'parts', {
        why: '{A} counts {times} times the age of {B}, and {B} counts once',
        drop: 'times',
      }),
      calc('young: now / parts', 'the age of {B}', 'years', { why: 'each part is the age of {B}' }),
      calc('old: young * times', 'the age of {A}', 'years', { why: '{A} is {times} times as old' }),
      answer('old', 'years', '{A} is {old} years old now'),
    ],
    otherSteps: [
      note(
        'with [[b]] for the age of {B} now, later the ages are [[b + {after}]] and [[{times}b + {after}]]',
        {
          kind: 'dropped_condition',
          clause: 'with [[b]] for the age of {B} now, later the ages are [[b]] and [[{times}b]]',
        },
      ),
      calc('coefficient: times + 1', 'the coefficient of [[b]] in the sum', '', {
        why: 'the sum holds [[{times}b]] and [[b]]',
      }),
      calc('constant: after + after', 'the constant term', '', {
        why: 'each age grows by {after}',
      }),
      calc('right: sum - constant', 'the value of [[{coefficient}b]]', '', {
        why: 'the whole sum is {sum}',
      }),
      calc('young: right / coefficient', 'the age of {B}', 'years', {
        why: '[[{coefficient}b = {right}]]',
      }),
      calc('old: times * young', 'the age of {A}', 'years', { why: '{A} is {times} times as old' }),
      answer('old', 'years', '{A} is {old} years old now'),
    ],
  }),
  template('dot-product', 'medium', {
    words: { stall: ['stall', 'shop', 'kiosk'] },
    draw: (r) => ({
      a: r.int(4, 15),
      b: r.int(3, 14),
      c: r.int(5, 18),
      x: r.int(2, 6),
      y: r.int(7, 9),
      z: r.int(3, 5),
      target: r.int(300, 420, 10),
    }),
    closed: (g) => g.target - (g.a * g.x + g.b * g.y + g.c * g.z),
    problem: [
      'A {stall} sells teas at {$x}, soups at {$y} and cakes at {$z}. On Monday it sells {a} teas, {b} soups and {c} cakes; the income is the dot product of the vector of numbers sold and the vector of prices. How far is it from the daily target of {$target}?',
      'The price vector of a {stall} is ({x}, {y}, {z}) in dollars for teas, soups and cakes, and the sales vector on Monday is ({a}, {b}, {c}). By how many dollars does the income of the day miss the target of {$target}?',
    ],
    steps: [
      given('the numbers sold are {a}, {b} and {c}, at prices of {$x}, {$y} and {$z}'),
      calc('first: a * x', 'the income from teas', 'dollars', { why: '{a} teas are sold at {$x}' }),
      calc('second: b * y', 'the income from soups', 'dollars', {
        why: '{b} soups are sold at {$y}',
      }),
      calc('third: c * z', 'the income from cakes', 'dollars', {
        why: '{c} cakes are sold at {$z}',
      }),
      calc('dot: first + second + third', 'the dot product', 'dollars', {
        why: 'the products of matching entries are added',
        drop: 'first + second',
        rule: [
          '( a + b + c ) * ( x + y + z )',
          'the dot product is the product of the sums of the entries',
        ],
      }),
      calc('short: target - dot', 'the amount missing', 'dollars', {
        why: 'the target is {$target}',
      }),
      answer('short', 'dollars', 'the income misses the target by {$short}'),
    ],
  }),
  template('break-even', 'medium', {
    words: { thing: ['candles', 'shirts', 'bracelets'] },
    draw: (r) => {
      const cost = r.int(3, 9)
      const margin = r.int(4, 9)
      const even = r.int(15, 60)
      return { price: cost + margin, cost, fixed: margin * even, goal: margin * r.int(10, 30) }
    },
    closed: (g) => (g.fixed + g.goal) / (g.price - g.cost),
    problem: [
      '{A} rents a stall for {$fixed} and sells {thing} that cost {$cost} each to make for {$price} each. How many {thing} must be sold for a profit of {$goal}?',
      'A stall costs {$fixed} to rent. {A} sells {thing} there at {$price} apiece; making one costs {$cost}. For how many {thing} is the profit exactly {$goal}?',
    ],
    steps: [
      given('one of the {thing} costs {$cost} to make and sells for {$price}'),
      note(
        'for [[n]] {thing} the profit is [[({price} - {cost})n - {fixed}]]',
        {
          kind: 'dropped_condition',
          clause: 'for [[n]] {thing} the profit is [[{price}n - {fixed}]]',
        },
        {
          kind: 'wrong_operation',
          clause: 'for [[n]] {thing} the profit is [[({price} + {cost})n - {fixed}]]',
        },
      ),
      calc('margin: price - cost', 'the gain on each sale', 'dollars', {
        why: 'making one costs {$cost}',
        drop: 'price',
      }),
      calc('needed: fixed + goal', 'the sum of gains needed', 'dollars', {
        why: 'the rent must be earned first',
        drop: 'goal',
      }),
      calc('n: needed / margin', 'the number of {thing} to sell', '{thing}', {
        why: 'each sale gains {$margin}',
      }),
      answer('n', '{thing}', '{n} {thing} must be sold'),
    ],
  }),
] as const
