import { answer, calc, given, note, template } from '../template.ts'

/** Linear algebra and linear equations in words. */
export const LINEAR_HARD = [
  template('determinant', 'hard', {
    draw: (r) => {
      const [x, y] = [r.int(2, 9), r.int(3, 9)]
      const [a, b, c, d] = [r.int(5, 9), r.int(2, 4), r.int(2, 4), r.int(3, 8)]
      return { a, b, c, d, p: a * x + b * y, q: c * x + d * y }
    },
    closed: (g) => (g.p * g.d - g.b * g.q) / (g.a * g.d - g.b * g.c),
    problem: [
      'A machine of type X makes {a} bolts and {c} nuts a minute; a machine of type Y makes {b} bolts and {d} nuts a minute. Together, all the machines of a hall make {p} bolts and {q} nuts a minute. Use the matrix of coefficients to find the number of machines of type X.',
      'Each X-machine produces {a} bolts and {c} nuts per minute, each Y-machine {b} bolts and {d} nuts. A hall produces {p} bolts and {q} nuts per minute in all. By the rule of Cramer, how many X-machines are there?',
    ],
    steps: [
      given('the hall makes {p} bolts and {q} nuts a minute'),
      note('the system is [[{a}x + {b}y = {p}]] and [[{c}x + {d}y = {q}]]', {
        kind: 'wrong_quantity',
        clause: 'the system is [[{a}x + {c}y = {p}]] and [[{b}x + {d}y = {q}]]',
        believes: { b: 'c', c: 'b' },
      }),
      calc('main: a * d', 'the product along the main diagonal', '', {
        why: 'the corners {a} and {d} lie on it',
      }),
      calc('side: b * c', 'the product along the other diagonal', '', {
        why: 'the corners {b} and {c} lie on it',
      }),
      calc('det: main - side', 'the determinant of the matrix', '', {
        why: 'the other diagonal is subtracted',
        rule: ['main + side', 'the determinant is the sum of the two diagonal products'],
        drop: 'main',
      }),
      calc('top: p * d', 'the first product in the numerator', '', {
        why: 'the column of [[x]] is replaced by {p} and {q}',
      }),
      calc('bottom: b * q', 'the second product in the numerator', '', {
        why: 'the column of [[y]] stays in place',
        drop: 'q',
      }),
      calc('numerator: top - bottom', 'the determinant in the numerator', '', {
        why: 'the products are subtracted as before',
        drop: 'top',
      }),
      calc('x: numerator / det', 'the number of X-machines', 'machines', {
        why: 'the rule of Cramer divides one determinant by the other',
      }),
      answer('x', 'machines', 'there are {x} machines of type X'),
    ],
    otherSteps: [
      note('the system is [[{a}x + {b}y = {p}]] and [[{c}x + {d}y = {q}]]'),
      note(
        'the first equation is multiplied by {d} and the second by {b}, so that the terms in [[y]] agree',
        {
          kind: 'wrong_rule',
          clause:
            'the first equation is multiplied by {b} and the second by {d}, so that the terms in [[y]] agree',
          believes: { b: 'd', d: 'b' },
        },
      ),
      calc('upper: a * d', 'the coefficient of [[x]] in the first equation after that', ''),
      calc('lower: c * b', 'the coefficient of [[x]] in the second equation after that', ''),
      calc('left: upper - lower', 'the coefficient of [[x]] after subtraction', '', {
        why: 'the second equation is subtracted from the first',
      }),
      calc('one: p * d', 'the right-hand side of the first equation', '', {
        why: 'it is multiplied by {d} as well',
        drop: 'p',
      }),
      calc('other: q * b', 'the right-hand side of the second equation', '', {
        why: 'it is multiplied by {b} as well',
        drop: 'q',
      }),
      calc('right: one - other', 'the right-hand side after subtraction', ''),
      calc('x: right / left', 'the number of X-machines', 'machines', {
        why: '[[{left}x = {right}]]',
      }),
      answer('x', 'machines', 'there are {x} machines of type X'),
    ],
  }),
  template('matrix-power', 'hard', {
    words: {
      north: ['Northport', 'Hillview', 'Lakeside'],
      south: ['Southgate', 'Riverton', 'Eastfield'],
    },
    draw: (r) => ({
      n: r.int(400, 900, 100),
      s: r.int(200, 700, 100),
      out: r.pick([10, 20, 30]),
      back: r.pick([20, 40, 50]),
    }),
    closed: (g) => {
      const first = (g.n * (100 - g.out)) / 100 + (g.s * g.back) / 100
      return (first * (100 - g.out)) / 100 + ((g.n + g.s - first) * g.back) / 100
    },
    problem: [
      'Every night {out}% of the rental bikes at {north} end up at {south}, and {back}% of the bikes at {south} end up at {north}; all others stay. At first there are {n} bikes at {north} and {s} at {south}. How many bikes are at {north} after two nights?',
      'A transition matrix moves rental bikes overnight: from {north}, {out}% go to {south}; from {south}, {back}% go to {north}; the rest stay where they are. Starting with {n} bikes at {north} and {s} at {south}, find the number at {north} after two nights.',
    ],
    steps: [
      given('{out}% leave {north} and {back}% leave {south} each night'),
      calc(
        'stay: n * (100 - out) / 100',
        'the number of bikes that stay at {north} the first night',
        'bikes',
        { why: '{out}% leave', drop: 'n' },
      ),
      calc(
        'come: s * back / 100',
        'the number of bikes that arrive at {north} the first night',
        'bikes',
        { why: '{back}% of the {s} bikes at {south} move' },
      ),
      calc('first: stay + come', 'the number of bikes at {north} after one night', 'bikes', {
        why: 'some stay and some arrive',
        drop: 'stay',
      }),
      calc('all: n + s', 'the total number of bikes', 'bikes', { why: 'no bike is lost' }),
      calc('other: all - first', 'the number of bikes at {south} after one night', 'bikes', {
        why: 'all the other bikes are there',
        rule: ['s', 'nothing has changed at {south}'],
      }),
      calc(
        'stay2: first * (100 - out) / 100',
        'the number of bikes that stay at {north} the second night',
        'bikes',
        { why: 'again {out}% leave' },
      ),
      calc(
        'come2: other * back / 100',
        'the number of bikes that arrive the second night',
        'bikes',
        { why: 'again {back}% of the bikes at {south} move', drop: 's * back / 100' },
      ),
      calc('second: stay2 + come2', 'the number of bikes at {north} after two nights', 'bikes', {
        why: 'some stay and some arrive',
        drop: 'stay2',
      }),
      answer('second', 'bikes', 'there are {second} bikes at {north} after two nights'),
    ],
  }),
  template('three-friends', 'hard', {
    words: { thing: ['apples', 'postcards', 'coins', 'stickers'] },
    draw: (r) => {
      const a = r.int(8, 30)
      const more = r.int(5, 14)
      const times = r.int(2, 3)
      return { total: a + (a + more) + times * (a + more), more, times }
    },
    closed: (g) =>
      ((g.total - g.more) / (g.times + 2) - (g.times * g.more) / (g.times + 2)) * g.times +
      g.times * g.more,
    problem: [
      '{A}, {B} and {C} have {total} {thing} together. {B} has {more} more than {A}, and {C} has {times} times as many as {B}. How many {thing} does {C} have?',
      'Together {A}, {B} and {C} own {total} {thing}. If {B} owns {more} more than {A} and {C} owns {times} times as many as {B}, how many {thing} does {C} own?',
    ],
    steps: [
      given('{B} has {more} more than {A}, and {C} has {times} times as many as {B}'),
      note(
        'with [[a]] for the number {A} has, {B} has [[a + {more}]] and {C} has [[{times}(a + {more})]]',
        {
          kind: 'dropped_condition',
          clause:
            'with [[a]] for the number {A} has, {B} has [[a + {more}]] and {C} has [[{times}a]]',
        },
        {
          kind: 'wrong_operation',
          clause:
            'with [[a]] for the number {A} has, {B} has [[a - {more}]] and {C} has [[{times}(a - {more})]]',
        },
      ),
      calc('coefficient: times + 2', 'the coefficient of [[a]] in the total', '', {
        why: '{C} contributes {times} and the others one each',
        rule: ['times + 1', '{C} contributes {times} and {B} contributes one'],
      }),
      calc('inner: times * more', 'the constant in the number {C} has', '', {
        why: 'the bracket is multiplied by {times}',
        drop: 'more',
      }),
      calc('constant: inner + more', 'the sum of the constants', '', {
        why: '{B} adds {more} as well',
        drop: 'inner',
      }),
      calc('right: total - constant', 'the value of [[{coefficient}a]]', '', {
        why: 'the total is {total}',
      }),
      calc('a: right / coefficient', 'the number of {thing} {A} has', '{thing}', {
        why: '[[{coefficient}a = {right}]]',
      }),
      calc('b: a + more', 'the number of {thing} {B} has', '{thing}', {
        why: '{B} has {more} more',
        drop: 'a',
      }),
      calc('c: b * times', 'the number of {thing} {C} has', '{thing}', {
        why: '{C} has {times} times as many as {B}',
        drop: 'a * times',
      }),
      answer('c', '{thing}', '{C} has {c} {thing}'),
    ],
  }),
] as const
