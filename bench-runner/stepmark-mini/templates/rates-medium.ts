import { answer, calc, given, template } from '../template.ts'

/** Rates and units. */
export const RATES_MEDIUM = [
  template('tank', 'medium', {
    words: { tank: ['tank', 'pool', 'cistern'] },
    draw: (r) => ({
      fill: r.int(24, 60, 2),
      leak: r.int(3, 10),
      hours: r.int(2, 5),
      used: r.int(300, 1500, 50),
    }),
    closed: (g) => (g.fill - g.leak) * g.hours * 60 - g.used,
    problem: [
      'A pump puts {fill} liters of water a minute into an empty {tank}, while {leak} liters a minute leak out. After {hours} hours the pump stops, the leak is mended and {used} liters are used. How much water is left in the {tank}?',
      'Water flows into an empty {tank} at {fill} liters per minute and leaks out at {leak} liters per minute for {hours} hours. Then both stop and {used} liters are taken out. How many liters remain?',
    ],
    steps: [
      given('{fill} liters flow in and {leak} liters leak out every minute'),
      calc('net: fill - leak', 'the net gain in a minute', 'liters', {
        why: 'the leak works against the pump',
        drop: 'fill',
        rule: ['fill + leak', 'both rates act at the same time and therefore add up'],
      }),
      calc('minutes: hours * 60', 'the time in minutes', 'minutes', {
        why: 'an hour has 60 minutes',
      }),
      calc('water: net * minutes', 'the amount of water when the pump stops', 'liters', {
        why: 'the {tank} gains {net} liters a minute',
      }),
      calc('left: water - used', 'the amount left', 'liters', {
        why: '{used} liters are used',
        drop: 'water',
      }),
      answer('left', 'liters', '{left} liters are left in the {tank}'),
    ],
    otherSteps: [
      calc('minutes: hours * 60', 'the running time in minutes', 'minutes', {
        why: 'each of the {hours} hours has 60 minutes',
      }),
      calc('came: fill * minutes', 'the amount that flows in', 'liters', {
        why: 'the pump brings {fill} liters a minute',
      }),
      calc('lost: leak * minutes', 'the amount that leaks out', 'liters', {
        why: 'the leak loses {leak} liters a minute',
      }),
      calc('water: came - lost', 'the amount in the {tank} when the pump stops', 'liters', {
        drop: 'came',
      }),
      calc('left: water - used', 'the amount left', 'liters', { why: '{used} liters are used' }),
      answer('left', 'liters', '{left} liters are left in the {tank}'),
    ],
  }),
  template('average-speed', 'medium', {
    words: { rider: ['cyclist', 'messenger', 'mail carrier'] },
    draw: (r) => {
      const [out, back] = r.pick([
        [12, 6],
        [15, 10],
        [24, 12],
        [24, 8],
        [18, 9],
        [30, 20],
        [20, 5],
      ] as const)
      return { out, back, distance: r.int(2, 4) * 30 }
    },
    closed: (g) => (2 * g.distance) / (g.distance / g.out + g.distance / g.back),
    problem: [
      'A {rider} covers {distance} kilometers at {out} kilometers per hour and returns by the same road at {back} kilometers per hour. What is the average speed of the whole trip?',
      'Going out, a {rider} keeps {out} kilometers per hour over {distance} kilometers; on the way back along the same road the speed is {back} kilometers per hour. Find the average speed for the round trip in kilometers per hour.',
    ],
    steps: [
      given('each way is {distance} kilometers long'),
      calc('first: distance / out', 'the time for the way out', 'hours', {
        why: 'the speed on it is {out} kilometers per hour',
      }),
      calc('second: distance / back', 'the time for the way back', 'hours', {
        why: 'the speed on it is {back} kilometers per hour',
        drop: 'distance / out',
      }),
      calc('time: first + second', 'the total time', 'hours', {
        why: 'the two ways follow each other',
      }),
      calc('whole: 2 * distance', 'the total distance', 'kilometers', {
        why: 'the road is travelled twice',
        drop: 'distance',
      }),
      calc('average: whole / time', 'the average speed', 'kilometers per hour', {
        why: 'average speed is total distance over total time',
        rule: ['( out + back ) / 2', 'average speed is the mean of the two speeds'],
      }),
      answer(
        'average',
        'kilometers per hour',
        'the average speed is {average} kilometers per hour',
      ),
    ],
  }),
  template('work-together', 'medium', {
    words: { job: ['fence', 'hall', 'long wall'] },
    draw: (r) => {
      const [a, b] = [r.int(3, 8), r.int(4, 9)]
      const start = r.int(2, 4)
      return { a, b, start, area: a * start + (a + b) * r.int(3, 9) }
    },
    closed: (g) => (g.area - g.a * g.start) / (g.a + g.b) + g.start,
    problem: [
      '{A} paints {a} square meters of a {job} in an hour and {B} paints {b} square meters in an hour. The {job} has {area} square meters. {A} works alone for {start} hours, then {B} joins. How many hours after {A} began is the {job} finished?',
      'A {job} of {area} square meters is to be painted. {A} manages {a} square meters per hour and starts alone; after {start} hours {B}, who manages {b} square meters per hour, comes to help. How long does the whole job take, in hours?',
    ],
    steps: [
      given('{A} paints {a} and {B} paints {b} square meters an hour'),
      calc('done: a * start', 'the area {A} paints alone', 'square meters', {
        why: '{A} works alone for {start} hours',
      }),
      calc('rest: area - done', 'the area that remains', 'square meters', {
        why: 'that part is finished',
        drop: 'area',
      }),
      calc('both: a + b', 'the area the two paint together in an hour', 'square meters', {
        why: 'they work side by side',
        drop: 'b',
        rule: ['( a + b ) / 2', 'two workers together have the mean of their rates'],
      }),
      calc('joint: rest / both', 'the time they work together', 'hours', {
        why: 'together they paint {both} square meters an hour',
      }),
      calc('time: joint + start', 'the whole time', 'hours', {
        why: '{A} had already worked {start} hours',
        drop: 'joint',
      }),
      answer('time', 'hours', 'the {job} is finished after {time} hours'),
    ],
  }),
  template('factory-shift', 'medium', {
    words: { thing: ['bottles', 'cans', 'jars'] },
    draw: (r) => ({
      rate: r.int(20, 60, 5),
      lines: r.int(2, 5),
      hours: r.int(4, 9),
      pause: r.int(30, 60, 10),
      waste: r.pick([2, 4, 5, 10]),
    }),
    closed: (g) => {
      const all = (g.hours * 60 - g.pause) * g.rate * g.lines
      return all - (all * g.waste) / 100
    },
    problem: [
      'Each of {lines} lines of a factory fills {rate} {thing} a minute. A shift lasts {hours} hours, with a pause of {pause} minutes during which the lines stand still. {waste}% of the {thing} are rejected. How many good {thing} does one shift produce?',
      'A factory with {lines} lines, each filling {rate} {thing} per minute, runs a shift of {hours} hours with one break of {pause} minutes. If {waste}% of all the {thing} are rejected, how many are accepted?',
    ],
    steps: [
      given('a shift of {hours} hours has a pause of {pause} minutes'),
      calc('shift: hours * 60', 'the length of the shift in minutes', 'minutes', {
        why: 'each hour has 60 minutes',
      }),
      calc('active: shift - pause', 'the running time', 'minutes', {
        why: 'the pause takes {pause} minutes',
        drop: 'shift',
      }),
      calc('line: active * rate', 'the number of {thing} from one line', '{thing}', {
        why: 'a line fills {rate} a minute',
      }),
      calc('all: line * lines', 'the number of {thing} from all the lines', '{thing}', {
        why: 'there are {lines} lines',
        drop: 'line',
      }),
      calc('bad: all * waste / 100', 'the number of rejected {thing}', '{thing}', {
        why: '{waste}% are rejected',
      }),
      calc('good: all - bad', 'the number of good {thing}', '{thing}', {
        why: 'the rejected ones do not count',
        drop: 'all',
      }),
      answer('good', '{thing}', 'one shift produces {good} good {thing}'),
    ],
  }),
  template('map-scale', 'medium', {
    words: { line: ['trail', 'canal', 'border'] },
    draw: (r) => ({
      length: r.int(8, 30),
      scale: r.int(200, 900, 50),
      pace: r.int(50, 90, 10),
      rest: r.int(10, 45, 5),
    }),
    closed: (g) => (2 * g.length * g.scale) / g.pace + g.rest,
    problem: [
      'On a map, one centimeter stands for {scale} meters. A {line} measures {length} centimeters on the map. {A} walks along the whole {line} and back at {pace} meters a minute, with a rest of {rest} minutes at the far end. How many minutes does {A} take?',
      'A {line} is {length} centimeters long on a map where each centimeter means {scale} meters. At {pace} meters per minute, {A} walks to its end, rests there for {rest} minutes and walks back the same way. How long is {A} away, in minutes?',
    ],
    steps: [
      given('one centimeter on the map stands for {scale} meters'),
      calc('meters: length * scale', 'the real length of the {line}', 'meters', {
        why: 'it measures {length} centimeters on the map',
      }),
      calc('walk: 2 * meters', 'the distance walked', 'meters', {
        why: '{A} walks to the end and back',
        drop: 'meters',
      }),
      calc('minutes: walk / pace', 'the walking time', 'minutes', {
        why: 'the pace is {pace} meters a minute',
      }),
      calc('time: minutes + rest', 'the whole time', 'minutes', {
        why: 'the rest takes {rest} minutes',
        drop: 'minutes',
      }),
      answer('time', 'minutes', '{A} takes {time} minutes'),
    ],
  }),
] as const
