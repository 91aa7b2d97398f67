import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { plainText, richText } from '../../site/lib/rich-text.ts'

const DATA = '../shared/data/processbench'
const x = '<math><mi>x</mi></math>'
const displayX = '<div class="display"><math display="block"><mi>x</mi></math></div>\n'

describe('formulas', () => {
  test.for([
    ['$x$', `<p>${x}</p>\n`],
    ['\\(x\\)', `<p>${x}</p>\n`],
    ['\\\\(x\\\\)', `<p>${x}</p>\n`],
    ['$ x $', `<p>${x}</p>\n`],
    ['$$x$$', displayX],
    ['\\[x\\]', displayX],
    ['\\\\[x\\\\]', displayX],
    ['\\[\nx\n\\]', displayX],
  ] as const)('reads %j', ([text, html]) => expect(richText(text)).toBe(html))

  test('keeps a formula and what follows it on one line', () => {
    expect(richText('Let $x$, the $x$-axis and $x$s')).toBe(
      `<p>Let <span class="nb">${x},</span> the <span class="nb">${x}-axis</span> and <span class="nb">${x}s</span></p>\n`,
    )
  })

  test('lets a long formula break after its operators', () => {
    const html = richText('$aaaaaaaaaaaa = bbbbbbbbbbbb = cccccccccccc$')
    expect(html.match(/<mo>=<\/mo><\/math><wbr><math>/g)).toHaveLength(2)
  })

  test('lets a long formula without operators scroll', () => {
    expect(richText(`$${'x'.repeat(30)}$`)).toMatch(
      /^<p><span class="scroll wide" role="group" aria-label="Formula" tabindex="0"><math>.*<\/span><\/p>\n$/,
    )
  })

  test('ends the paragraph before a display formula and takes its full stop along', () => {
    expect(richText('So\n\\[x\\].\nThen')).toBe(
      '<p>So</p>\n<div class="display"><math display="block"><mi>x</mi><mtext>.</mtext></math></div>\n<p>Then</p>\n',
    )
  })

  test('gives a wide display formula a box that scrolls and takes focus', () => {
    expect(richText(`\\[${'a+b+'.repeat(20)}c\\]`)).toMatch(
      /^<div class="scroll display" role="group" aria-label="Formula" tabindex="0"><math display="block">/,
    )
  })

  test('keeps a display formula inside bold words, cells and headings out of a box', () => {
    expect(richText('**so \\[x\\]**')).toBe(
      '<p><strong>so <math display="block"><mi>x</mi></math></strong></p>\n',
    )
    expect(richText('# so $$x$$')).not.toContain('<div')
    expect(richText('|a|\n|-|\n|\\[x\\]|')).toContain('<td><math display="block">')
  })

  test('reads a bare environment and aligns it by short classes', () => {
    expect(richText('\\begin{align}a&=b\\\\c&=d\\end{align}')).toContain(
      '<mtr><mtd class="r"><mi>a</mi></mtd><mtd class="l"><mrow><mo>=</mo><mi>b</mi></mrow></mtd></mtr>',
    )
    expect(richText('so \\begin{pmatrix}1&2\\end{pmatrix}')).toContain('<p>so <math><mo')
  })

  test('boxes an answer, also outside a formula and with a unit', () => {
    const boxed = (inner: string) => `<p><math><mrow class="boxed">${inner}</mrow></math></p>\n`
    expect(richText('$\\boxed{5}$')).toBe(boxed('<mn>5</mn>'))
    expect(richText('\\boxed{5}')).toBe(boxed('<mn>5</mn>'))
    expect(richText('\\boxed{5 inches}')).toBe(boxed('<mtext>5\u00a0inches</mtext>'))
    expect(richText('**\\boxed{$7455}**')).toContain('<mi>$</mi><mn>7455</mn>')
  })

  test('shows a formula that does not parse as its source', () => {
    expect(richText('so $\\frac{<a$, ok')).toBe(
      '<p>so <span class="nb"><code>\\frac{&lt;a</code>,</span> ok</p>\n',
    )
  })

  test('keeps a percent sign and an ampersand in words', () => {
    expect(richText('\\(50% \\text{ of M&Ms}\\)')).toContain('M&amp;Ms')
    expect(richText('\\(50%\\)')).toContain('%')
  })

  test('overlines by class, for browsers without menclose', () => {
    expect(richText('$\\overline{AB}$')).toBe(
      '<p><math><mrow class="over"><mrow><mi>A</mi><mi>B</mi></mrow></mrow></math></p>\n',
    )
  })
})

describe('text', () => {
  test.for([
    'costs $5 and $7',
    'a refund of $2,800 for milk',
    '$30*4 = $120',
    'from $7 + $8 = $15',
    'it is 5$ for tea and 3$ for milk',
    'open $x and no more',
    'open \\(x and no more',
    'open \\[x and \\[ no more',
    'open $$x',
    '\\begin{align}x',
    '\\boxed{5',
    '2*3*4 = 24 and f(x)*g(x)*h',
    'snake_case_name',
    'a < b & c > d "e"',
  ])('leaves %j as it is', (text) => expect(unescape(richText(text))).toBe(`<p>${text}</p>\n`))

  test('reads an escaped dollar as an amount', () =>
    expect(richText('\\$18 and \\$20')).toBe('<p>$18 and $20</p>\n'))

  test('tells amounts from formulas in one sentence', () =>
    expect(richText('It costs $5, so $x$ is $7.')).toBe(`<p>It costs $5, so ${x} is $7.</p>\n`))

  test('demotes headings to bold paragraphs', () =>
    expect(richText('## Step 1: $x$\nThen')).toBe(
      `<p><strong>Step 1: ${x}</strong></p>\n<p>Then</p>\n`,
    ))

  test('keeps the lines of a step', () => expect(richText('a\nb')).toBe('<p>a<br>\nb</p>\n'))

  test('writes lists, code and tables', () => {
    expect(richText('- a\n- $x$')).toBe(`<ul>\n<li>a</li>\n<li>${x}</li>\n</ul>\n`)
    expect(richText('`$x$ <b>`')).toBe('<p><code>$x$ &lt;b&gt;</code></p>\n')
    expect(richText('```py\na = "$x$"\n```')).toBe(
      '<pre><code>a = &quot;$x$&quot;\n</code></pre>\n',
    )
    expect(richText('|a||$x$|\n|-|-|-:|\n|1|2|$|x|$|')).toBe(
      `<div class="scroll" role="group" aria-label="Table" tabindex="0"><table class="given">
<thead>
<tr>
<th scope="col">a</th>
<td></td>
<th class="n" scope="col"><span class="vh">x</span><span aria-hidden="true">${x}</span></th>
</tr>
</thead>
<tbody>
<tr>
<td>1</td>
<td>2</td>
<td class="n"><math><mi>|</mi><mi>x</mi><mi>|</mi></math></td>
</tr>
</tbody>
</table></div>
`,
    )
  })

  test('folds the source of a diagram away', () =>
    expect(richText('See\n[asy]\ndraw(a<b);\n[/asy]')).toBe(
      '<p>See</p>\n<details><summary>Source of a diagram</summary><pre><code>draw(a&lt;b);</code></pre></details>\n',
    ))
})

describe('hostile input', () => {
  const deep = 10_000
  test.for([
    ['raw HTML', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
    ['HTML in a formula', '$\\text{<script>alert(1)</script>}$'],
    ['a script address', '[a](javascript:alert(1)) <javascript:alert(1)> ![a](javascript:b)'],
    ['a data address', '[a](data:text/html,<script>) [a](//evil.example) [a](/v1/runs)'],
    ['a quoted address', '[a](https://x.example/"onmouseover="alert(1))'],
    ['an image from elsewhere', '![alt](https://evil.example/x.png)'],
    ['a link in a formula', '$\\href{javascript:alert(1)}{x}$ $\\url{javascript:alert(1)}$'],
    [
      'attributes in a formula',
      '$\\htmlId{x}{y}$ $\\class{a}{b}$ $\\style{color:red}{x}$ $\\id{a}{b}$',
    ],
    ['colour in a formula', '$\\color{red}{x}\\colorbox{red}{y}\\textcolor{#ff0000}{z}$'],
    ['huge sizes', '$\\rule{9999em}{9999em}\\kern{-9999em}\\hspace{9999cm}\\raisebox{99em}{x}$'],
    ['a placeholder', 'a \ue0000\ue001 $x$ \ue0007\ue001'],
    ['text turned around', 'a \u202ecod.exe $\\char"202E$'],
    ['nested braces', `$${'{'.repeat(deep)}x${'}'.repeat(deep)}$`],
    ['open braces', `$${'{'.repeat(deep)}$`],
    ['nested roots', `$${'\\sqrt'.repeat(1500)} x$`],
    ['nested fences', `$${'\\left('.repeat(600)}x${'\\right)'.repeat(600)}$`],
    ['nested scripts', `$x${'^{x'.repeat(2000)}$`],
    ['a macro bomb', '$\\def\\a{xx}\\def\\b{\\a\\a\\a}\\def\\c{\\b\\b\\b}\\c\\c$'],
    ['a macro that calls itself', '$\\newcommand{\\a}{\\a\\a}\\a$'],
    ['any number of columns', '$\\begin{alignat}{99999999}a\\end{alignat}$'],
    ['a computed environment', '$\\begin{alig\\empty nat}{99999999}a\\end{alignat}$'],
    ['a wide array', `$\\begin{matrix}${'&'.repeat(8000)}\\end{matrix}$`],
    ['open brackets', '\\('.repeat(30_000)],
    ['open displays', '\\['.repeat(30_000)],
    ['dollars', '$'.repeat(60_000)],
    ['amounts', '$1 '.repeat(20_000)],
    ['open environments', '\\begin{array}'.repeat(5000)],
    ['open boxes', '\\boxed{'.repeat(9000)],
    ['backticks', '` '.repeat(30_000)],
    ['stars', '**a *b '.repeat(9000)],
    ['link brackets', '[a]('.repeat(16_000)],
    ['image brackets', '!['.repeat(30_000)],
    ['a ragged table', `${'|a'.repeat(1000)}\n${'|-'.repeat(1000)}\n${'|\n'.repeat(20_000)}`],
    ['many formulas', '$x$ '.repeat(16_000)],
    ['open diagrams', '[asy]'.repeat(12_000)],
  ] as const)('stays safe and quick on %s', ([, text]) => {
    const start = performance.now()
    const html = richText(text)
    plainText(text, 80)
    expect(performance.now() - start).toBeLessThan(2000)
    expect(unsafe(html)).toEqual([])
  })

  test('links only to the web, and without its blessing', () =>
    expect(richText('[a](https://x.example/?a=1&b=2)')).toBe(
      '<p><a href="https://x.example/?a=1&amp;b=2" rel="nofollow ugc noopener">a</a></p>\n',
    ))

  test('names an image instead of fetching it', () =>
    expect(richText('![a plot](https://x.example/p.png)')).toBe(
      '<p>a plot (https://x.example/p.png)</p>\n',
    ))

  test('keeps lengths within ten ems', () =>
    expect(richText('$\\rule{99em}{99em}x$')).toContain('width="10em" height="10em"'))

  test('shows a text over the limit as one escaped paragraph', () => {
    const text = `$x$ <b>${'a'.repeat(64 * 1024)}`
    expect(richText(text)).toBe(`<p>${text.replace('<b>', '&lt;b&gt;')}</p>\n`)
  })
})

describe('plain text', () => {
  test.for([
    ['# A **bold** `claim`\n\n- about [x](https://x.example)', 'A bold claim about x'],
    ['Let $x^{2} \\leq \\frac{a}{b}$, \\[y \\neq \\pi\\].', 'Let x^2 ≤a/b, y ≠π.'],
    ['earns $5 & \\$7', 'earns $5 & $7'],
    ['\\boxed{5}', '5'],
  ] as const)('spells %j', ([text, line]) => expect(plainText(text, 80)).toBe(line))

  test('cuts at a word, within the length', () => {
    const line = plainText('Find the number of ordered pairs of integers', 30)
    expect(line).toBe('Find the number of ordered…')
  })

  test('cuts a single long word', () => expect(plainText('a'.repeat(50), 10)).toBe('aaaaaaaaa…'))
})

describe.skipIf(!existsSync(DATA))('ProcessBench', () => {
  test('renders every problem and step safely, and all but 1 formula in 1,000', () => {
    const problems: { text: string; problem: string }[] = []
    let formulas = 0
    let sources = 0
    for (const text of texts()) {
      const html = richText(text)
      problems.push(...unsafe(html).map((problem) => ({ text, problem })))
      formulas += html.match(/<math/g)?.length ?? 0
      sources += html.match(/(?<!<pre>)<code>/g)?.length ?? 0
    }
    expect(problems).toEqual([])
    // Measured: 24 sources, of which 2 are code, beside 116,261 <math> elements: 0.02 %
    expect(formulas).toBeGreaterThan(100_000)
    expect(sources / (formulas + sources)).toBeLessThan(0.001)
  }, 60_000)
})

function texts(): string[] {
  return readdirSync(DATA).flatMap((file) => {
    const items: { problem: string; steps: string[] }[] = JSON.parse(
      readFileSync(`${DATA}/${file}`, 'utf8'),
    )
    return items.flatMap(({ problem, steps }) => [problem, ...steps])
  })
}

/** Whatever a page must not hold: unknown tags or attributes, or tags that do not nest. */
function unsafe(html: string): string[] {
  const tags =
    /^(?:p|br|hr|ul|ol|li|strong|em|s|code|pre|div|span|a|wbr|table|thead|tbody|tr|th|td|details|summary|m[a-z]+)$/
  const attributes =
    /^(?: (?:class="[a-z ]+"|href="https?:[^"<>\s]*"|rel="nofollow ugc noopener"|role="group"|aria-(?:label|hidden)="[A-Za-z]+"|tabindex="0"|scope="col"|start="\d+"|[a-z]+="[-+.\w]*"))*$/
  const found: string[] = []
  const open: string[] = []
  for (const [token, close, tag = '', rest = ''] of html.matchAll(/<(\/?)([a-z]*)([^<>]*)>?/gi)) {
    if (!token.endsWith('>') || !tags.test(tag) || !attributes.test(rest)) found.push(token)
    if (/ (?:on\w+|style|src|id)=/.test(rest) || /(?<![.\d])\d{3,}e[mx]/.test(rest))
      found.push(token)
    if (['br', 'hr', 'wbr'].includes(tag)) continue
    if (tag === 'div' && open.includes('p')) found.push('div in p')
    if (!close) open.push(tag)
    else if (open.pop() !== tag) found.push(token)
  }
  return [...found, ...open, ...(html.match(/[\p{Co}\u202a-\u202e]/gu) ?? [])]
}

function unescape(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}
