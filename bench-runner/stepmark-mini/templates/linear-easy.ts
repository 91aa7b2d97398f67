import { answer, calc, given, note, template } from '../template.ts'

/** Linear algebra and linear equations in words. */
export const LINEAR_EASY = [
  template('two-numbers', 'easy', {
    draw: (r) => {
      const small = r.int(7, 40)
      const gap = r.int(4, 24, 2)
      return { sum: 2 * small + gap, gap }
    },
    closed: (g) => (g.sum + g.gap) / 2,
    problem: [
      'The sum of two numbers is {sum}, and one of them is {gap} more than the other. What is the larger number?',
      'Two numbers add up to {sum} and differ by {gap}. Find the larger of the two.',
    ],
    steps: [
      note('with [[x]] for the smaller number, the condition reads [[x + (x + {gap}) = {sum}]]', {
        kind: 'wrong_operation',
        clause:
          'with [[x]] for the smaller number, the condition reads [[x + (x - {gap}) = {sum}]]',
      }),
      calc('twice: sum - gap', 'the value of [[2x]]', '', {
        why: 'the sum is [[2x + {gap}]]',
        drop: 'sum',
      }),
      calc('small: twice / 2', 'the smaller number', '', { why: '[[2x = {twice}]]' }),
      calc('large: small + gap', 'the larger number', '', {
        why: 'it is {gap} more',
        drop: 'small',
      }),
      answer('large', '', 'the larger number is {large}'),
    ],
    otherSteps: [
      note('adding the sum and the difference counts the larger number twice'),
      calc('double: sum + gap', 'twice the larger number', '', {
        why: 'the smaller number cancels',
      }),
      calc('large: double / 2', 'the larger number', '', {
        why: 'it has been counted twice',
        drop: 'double',
      }),
      answer('large', '', 'the larger number is {large}'),
    ],
  }),
  template('heads-and-legs', 'easy', {
    words: { big: ['goats', 'cows', 'rabbits', 'sheep'], bird: ['hens', 'ducks', 'geese'] },
    draw: (r) => {
      const four = r.int(4, 18)
      const two = r.int(5, 24)
      return { heads: four + two, legs: 4 * four + 2 * two }
    },
    closed: (g) => (g.legs - 2 * g.heads) / 2,
    problem: [
      'A farm has {bird} and {big}, {heads} animals in all, with {legs} legs together. How many {big} are there?',
      '{A} counts {heads} heads and {legs} legs among the {bird} and {big} in a field. How many of the animals are {big}?',
    ],
    steps: [
      given('there are {heads} animals and {legs} legs'),
      calc('least: 2 * heads', 'the number of legs if all the animals were {bird}', 'legs', {
        why: 'each bird has two legs',
      }),
      calc('extra: legs - least', 'the number of legs beyond that', 'legs', {
        why: 'there are {legs} legs in all',
      }),
      calc('goats: extra / 2', 'the number of {big}', '{big}', {
        why: 'each of the {big} has two legs more than a bird',
        rule: ['extra / 4', 'each of the {big} has four legs'],
      }),
      answer('goats', '{big}', 'there are {goats} {big}'),
    ],
    otherSteps: [
      note('with [[g]] {big} the legs number [[4g + 2({heads} - g) = {legs}]]', {
        kind: 'wrong_quantity',
        clause: 'with [[g]] {big} the legs number [[4g + 2({legs} - g) = {heads}]]',
        believes: { heads: 'legs', legs: 'heads' },
      }),
      calc('birds: 2 * heads', 'the constant term on the left', '', {
        why: 'expanding gives [[2 * {heads}]]',
      }),
      calc('twice: legs - birds', 'the value of [[2g]]', '', {
        why: 'the constant moves to the right',
      }),
      calc('goats: twice / 2', 'the number of {big}', '{big}', { why: '[[2g = {twice}]]' }),
      answer('goats', '{big}', 'there are {goats} {big}'),
    ],
  }),
  template('phone-plan', 'easy', {
    words: { plan: ['phone plan', 'gym membership', 'car-share plan'] },
    draw: (r) => {
      const rate = r.int(3, 8)
      const base = r.int(12, 40)
      return { base, rate, bill: base + rate * r.int(5, 16) }
    },
    closed: (g) => (g.bill - g.base) / g.rate,
    problem: [
      'A {plan} costs {$base} a month plus {$rate} for every hour of use. {A} pays {$bill} for March. For how many hours was it used?',
      'The monthly bill of a {plan} is {$base} plus {$rate} per hour of use. If the bill for one month is {$bill}, how many hours were used?',
    ],
    steps: [
      note('if [[h]] is the number of hours, then [[{base} + {rate}h = {bill}]]', {
        kind: 'wrong_quantity',
        clause: 'if [[h]] is the number of hours, then [[{rate} + {base}h = {bill}]]',
        believes: { base: 'rate', rate: 'base' },
      }),
      calc('use: bill - base', 'the part of the bill paid for hours', 'dollars', {
        why: 'the fixed part is {$base}',
        drop: 'bill',
      }),
      calc('hours: use / rate', 'the number of hours', 'hours', { why: 'each hour costs {$rate}' }),
      answer('hours', 'hours', '{A} used it for {hours} hours'),
    ],
  }),
] as const
