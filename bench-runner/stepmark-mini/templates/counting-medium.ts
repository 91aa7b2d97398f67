import { answer, calc, given, note, template } from '../template.ts'

/** Counting and logic. */
export const COUNTING_MEDIUM = [
  template('multiples', 'medium', {
    draw: (r) => {
      const [a, b] = r.pick([
        [3, 5],
        [4, 7],
        [2, 9],
        [5, 6],
        [3, 8],
        [4, 9],
        [5, 7],
      ] as const)
      return { a, b, limit: a * b * r.int(4, 16) }
    },
    closed: (g) => {
      let count = 0
      for (let n = 1; n <= g.limit; n++) if (n % g.a !== 0 && n % g.b !== 0) count++
      return count
    },
    problem: [
      'How many whole numbers from 1 to {limit} are divisible neither by {a} nor by {b}?',
      'From the numbers 1, 2, …, {limit}, all multiples of {a} and all multiples of {b} are crossed out. How many numbers are left?',
    ],
    steps: [
      note(
        '{a} and {b} have no common factor, so a number is divisible by both just when it is divisible by their product',
        {
          kind: 'wrong_rule',
          clause: '{a} and {b} have no common factor, so no number is divisible by both',
        },
      ),
      calc('first: limit / a', 'the number of multiples of {a}', '', {
        why: 'every {a} numbers in a row hold just one',
      }),
      calc('second: limit / b', 'the number of multiples of {b}', '', {
        why: 'every {b} numbers in a row hold just one',
      }),
      calc('product: a * b', 'the product of the two divisors', '', {
        rule: ['a + b', 'a number divisible by both is divisible by their sum'],
      }),
      calc('both: limit / product', 'the number of multiples of both', '', {
        why: 'these are the multiples of {product}',
      }),
      calc('crossed: first + second - both', 'the number of multiples of at least one', '', {
        why: 'the multiples of both were counted twice',
        drop: 'first + second',
      }),
      calc('left: limit - crossed', 'the number of numbers left', '', {
        why: 'there are {limit} numbers to begin with',
      }),
      answer('left', '', '{left} numbers are left'),
    ],
  }),
  template('committee', 'medium', {
    words: { body: ['committee', 'jury', 'board'] },
    draw: (r) => ({ women: r.int(5, 11), men: r.int(4, 10), banned: r.int(2, 4) }),
    closed: (g) => ((g.women * (g.women - 1)) / 2) * ((g.men * (g.men - 1)) / 2) * 2 - g.banned,
    problem: [
      'A {body} of two women and two men is chosen from {women} women and {men} men, and one of the two women is named chair. {banned} of the possible results are forbidden by the rules. How many are allowed?',
      'From {women} women and {men} men, a {body} of two women and two men is formed, and one of its two women takes the chair. The rules forbid {banned} of the possible results. How many results are allowed?',
    ],
    steps: [
      given('the {body} has two women and two men'),
      calc('w: women * ( women - 1 ) / 2', 'the number of ways to choose the women', '', {
        why: 'the order of the two women does not matter',
        drop: 'women * ( women - 1 )',
      }),
      calc('m: men * ( men - 1 ) / 2', 'the number of ways to choose the men', '', {
        why: 'the order of the two men does not matter',
        drop: 'men * ( men - 1 )',
      }),
      calc('groups: w * m', 'the number of groups of four', '', {
        why: 'every choice of women goes with every choice of men',
        rule: ['w + m', 'the two choices are independent and therefore add up'],
      }),
      calc('chaired: groups * 2', 'the number of groups with a chair', '', {
        why: 'either of the two women can take the chair',
        drop: 'groups',
        rule: ['groups * 4', 'any of the four members can take the chair'],
      }),
      calc('allowed: chaired - banned', 'the number of allowed results', '', {
        why: '{banned} of them are forbidden',
        drop: 'chaired',
      }),
      answer('allowed', '', '{allowed} results are allowed'),
    ],
  }),
  template('codes', 'medium', {
    words: { code: ['lock code', 'badge code', 'ticket code'] },
    draw: (r) => ({ letters: r.int(5, 12), digits: r.int(5, 10), used: r.int(40, 200, 10) }),
    closed: (g) => g.letters * (g.letters - 1) * g.digits * g.digits - g.used,
    problem: [
      'A {code} has two different letters from a set of {letters}, in order, followed by two digits from a set of {digits}, which may be equal. {used} codes are in use already. How many codes are still free?',
      'Each {code} consists of two distinct letters out of {letters} and then two digits out of {digits}; digits may repeat, and order matters. If {used} codes are taken, how many are free?',
    ],
    steps: [
      given('the letters must differ, but the digits may repeat'),
      calc('second: letters - 1', 'the number of choices for the second letter', '', {
        why: 'the second letter must differ from the first',
        drop: 'letters',
      }),
      calc('pairs: letters * second', 'the number of ways to choose the letters', '', {
        why: 'there are {letters} choices for the first letter',
        rule: ['letters * second / 2', 'the order of the letters does not matter'],
      }),
      calc('numbers: digits * digits', 'the number of ways to choose the digits', '', {
        why: 'digits may repeat',
        rule: ['digits * ( digits - 1 )', 'the second digit must differ from the first'],
      }),
      calc('codes: pairs * numbers', 'the number of codes', 'codes', {
        why: 'the choices are independent',
        rule: ['pairs + numbers', 'independent choices are added'],
      }),
      calc('free: codes - used', 'the number of free codes', 'codes', {
        why: '{used} codes are taken',
        drop: 'codes',
      }),
      answer('free', 'codes', '{free} codes are free'),
    ],
  }),
  template('tournament', 'medium', {
    words: { game: ['tennis', 'chess', 'badminton'] },
    draw: (r) => ({
      groups: r.pick([4, 8]),
      size: r.int(4, 7),
      minutes: r.int(20, 50, 5),
      courts: r.int(2, 8),
    }),
    closed: (g) => (((g.groups * g.size * (g.size - 1)) / 2 + g.groups - 1) * g.minutes) / g.courts,
    problem: [
      'In a {game} tournament there are {groups} groups of {size} players. In each group every two players meet once. The {groups} winners then play a knockout, where every match eliminates one player, until one is left. Every match takes {minutes} minutes, and the minutes are shared evenly by {courts} officials. How many minutes does each official work?',
    ],
    steps: [
      given('there are {groups} groups of {size} players'),
      calc('group: size * ( size - 1 ) / 2', 'the number of matches in one group', 'matches', {
        why: 'every two players meet once',
        drop: 'size * ( size - 1 )',
      }),
      calc('first: groups * group', 'the number of group matches', 'matches', {
        why: 'there are {groups} groups',
      }),
      calc('knockout: groups - 1', 'the number of knockout matches', 'matches', {
        why: 'each match eliminates one of the {groups} winners and one is left',
        rule: ['groups / 2', 'the {groups} winners are paired off'],
        drop: 'groups',
      }),
      calc('all: first + knockout', 'the number of matches', 'matches', {
        why: 'both stages are played',
        drop: 'first',
      }),
      calc('time: all * minutes', 'the playing time', 'minutes', {
        why: 'a match takes {minutes} minutes',
      }),
      calc('each: time / courts', 'the time each official works', 'minutes', {
        why: 'there are {courts} officials',
      }),
      answer('each', 'minutes', 'each official works {each} minutes'),
    ],
  }),
] as const
