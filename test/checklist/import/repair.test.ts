import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { repairText } from '../../../src/checklist/import/repair.ts';

const undefinedBytes = /[\x81\x8d\x8f\x90\x9d]/g;

/** Reads UTF-8 as cp1252 and keeps the undefined bytes as control characters, as browsers and Node do. */
const misread = (text: string) => new TextDecoder('windows-1252').decode(new TextEncoder().encode(text));

/** The same by a decoder that drops the undefined bytes. */
const misreadWithLoss = (text: string) => misread(text).replaceAll(undefinedBytes, '');

describe('damage', () => {
  test.each([
    ['- [âœ…] All queries parameterized', '- [✅] All queries parameterized'],
    ['- [â†’] In progress', '- [→] In progress'],
    ['ðŸŽ‰ **READY!** ðŸŽ‰', '🎉 **READY!** 🎉'],
    ['itâ€™s', 'it’s'],
    ['CafÃ©', 'Café'],
    ['`Ã©`', '`é`'],
    ['SÃ£o Paulo, NÂº 3, MÃªs, SÃ³, avÃ³', 'São Paulo, Nº 3, Mês, Só, avó'],
    ['Ã–sterreich, Ãœbung, GruÃŸ, SCHÃ–N', 'Österreich, Übung, Gruß, SCHÖN'],
    ['25Â°C Â· 3Ã—4 â‰¥ 2', '25°C · 3×4 ≥ 2'],
    ['Ãƒâ€°lan', 'Élan'],
    ['Viá»‡t', 'Việt'],
    ['ÄŒesko, Å¡kola, koÅ¡', 'Česko, škola, koš'],
    ['ÐŸÑ€Ð¸Ð²ÐµÑ‚', 'Привет'],
    ['Ï€, Î±, Î”x', 'π, α, Δx'],
    ['ä¸­æ–‡', '中文'],
    ['uÌˆber', 'u\u0308ber'],
    ['Total:\u00C2\u00A05', 'Total:\u00A05'],
    ['ï»¿# Title', '\uFEFF# Title'],
  ])('repairs %s', (damaged, right) => {
    expect(repairText(damaged).text).toBe(right);
  });

  test('is repaired in each damaged run, and only there', () => {
    expect(repairText('✅ naïve „Käse“ — cafÃ© 中文 âœ…').text).toBe('✅ naïve „Käse“ — café 中文 ✅');
  });

  test.each(['été', '“quoted”', '✅ done', '→', '❌', '🚀 launch', 'São Paulo — não'])('done twice is repaired: %s', (text) => {
    expect(repairText(misread(misread(text))).text).toBe(text);
  });

  test('done twice by a decoder that drops bytes is repaired where one character fits', () => {
    expect(repairText(misreadWithLoss(misreadWithLoss('[❌] “no”'))).text).toBe('[❌] “no”');
  });

  test('is reported with its place in the text as received', () => {
    expect(repairText('a\r\nb ðŸš€ and Ã¢Å“â€¦\n\nâœ… Ã©Ã©').repairs).toEqual([
      { line: 2, column: 3, from: 'ðŸš€', to: '🚀' },
      { line: 2, column: 12, from: 'Ã¢Å“â€¦', to: '✅' },
      { line: 4, column: 1, from: 'âœ…', to: '✅' },
      { line: 4, column: 5, from: 'Ã©Ã©', to: 'éé' },
    ]);
  });

  test('of the checklist as received is repaired to its marks and pictures', () => {
    const received = readFileSync('test/checklist/fixtures/as-received.md', 'utf8');
    const { text, repairs } = repairText(received);
    expect(repairs).toHaveLength(26);
    expect([...new Set(text.match(/[^\n -~]/gu))]).toEqual(['🚀', '→', '✅', '❌', '🎉']);
    expect(text.replace(/[^\n -~]/gu, '')).toBe(received.replace(/[^\n -~]/gu, ''));
  });
});

describe('a lost byte', () => {
  test.each([
    ['- [âŒ] Blocked', '- [❌] Blocked'],
    ['- [â\uFFFDŒ] Blocked', '- [❌] Blocked'],
    ['â€œquotedâ€, â€œquotedâ€ again', '“quoted”, “quoted” again'],
    ['â† back', '← back'],
    ['â˜ open', '☐ open'],
    ['âœ… â° in time', '✅ ⏰ in time'],
    ['ðŸ› a bug', '🐛 a bug'],
    ['ðŸ† won', '🏆 won'],
    ['â¤ï¸ and âš\u00A0ï¸', '❤️ and ⚠️'],
    ['ðŸ‘¨â€ðŸ’» at work', '👨‍💻 at work'],
  ])('is put back where one usual character fits: %s', (damaged, right) => {
    expect(repairText(damaged).text).toBe(right);
  });

  test.each([
    ['Á, Í, Ï, Ð or Ý', 'Ãrea'],
    ['🏁 or 🐍', 'ðŸ finish'],
    ['📝, 📍 or 📁', 'ðŸ“ note'],
    ['❗ or ●', 'â— now'],
    ['с, э or я', 'Ñ'],
  ])('is not guessed where it may be %s', (_, damaged) => {
    expect(repairText(damaged)).toEqual({ text: damaged, repairs: [] });
  });

  test('that a decoder kept as a control character is no loss', () => {
    const text = '🏁 🐍 ❌ ❗ ● 📝 ” Área, Índice, Ýmir, Ðe, Łódź, прошёл, 👁️';
    expect(repairText(misread(text)).text).toBe(text);
  });

  test('does not keep its neighbours from being repaired', () => {
    expect(repairText('ðŸ âœ… Ãrea cafÃ© ðŸ“âœ…').text).toBe('ðŸ ✅ Ãrea café ðŸ“✅');
  });
});

test.each([
  ['Â then a space after a word or sign', 'fooÂ bar, 5Â %, (Â x', 'foo\u00A0bar, 5\u00A0%, (\u00A0x'],
  ['Ã then two spaces after a word', 'voilÃ  le plan', 'voilà le plan'],
  ['a warning sign', 'âš ï¸ Warning', '⚠️ Warning'],
])('a no-break space that became a space is known in %s', (_, damaged, right) => {
  expect(repairText(damaged).text).toBe(right);
});

describe('text that is not damaged is returned unchanged', () => {
  test.each([
    ['English', 'A naïve café, a résumé, a coöperation; “quotes” — and dashes… it’s 25 °C ± 2 ½ × 3'],
    ['a brand in capitals', 'NESTLÉ® and CAFÉ™ and CAFÉ’s “CAFÉ” — CAFÉ… CAFÉ– CAFÉ†'],
    ['French', 'Ça déjà vu, « café » et « été »… L’œuvre ; SÉCURITÉ\u00A0: «\u00A0qualité\u00A0», Œuvre, « NOËL »'],
    ['French without an opening quote', 'le café\u00A0» et l’été…»'],
    ['Portuguese', 'São Paulo, “AMANHÃ” não, IRMÃ…, MAÇÃ™ — coração, avó, pão, às'],
    ['Portuguese in capitals alone', 'AMANHÃ” e IRMÃ… LÃ” MANHÃ\u00A0NOVA AMANHÃ—SIM'],
    ['Spanish', '«Ya está»—dijo. ¿Qué? ¡Así…! EL NIÑO “Ñ” aquí…”'],
    ['German', '„Grüße“ aus „Straß“ – Maß³, ÄÖÜ, Ünïcödé, Ä–Ö–Ü, „Ä“, die Ä’s'],
    ['Czech and Slovak', '„Víš“ a «umíš», můžeš… ÚŽASNÝ, BLÍŽÍŠ SE, vieš—'],
    ['Vietnamese', 'Tiếng Việt: “đã”, chữ â”, CHÂ…, hâ…'],
    ['Swedish and Finnish', 'PÅ… HÄN SANOI ”TÄMÄ” ja SMÅ” — Å – å'],
    ['Norwegian', 'Å\u00A0gjøre, Å’s'],
    ['Icelandic', '„ORГ það” ÞÝÐ…'],
    ['Italian', 'COSÌ… LUNEDÌ” PERCHÉ” “È” così»'],
    ['Polish and Romanian', 'Łódź „ąę” ș ț Ă â „â”'],
    ['Russian and Greek', 'Привет, мир — «да». Καλημέρα “ναι”'],
    ['Chinese, Japanese, Korean', '中文（测试）。日本語「テスト」한국어'],
    ['Arabic and Hebrew', 'مرحبا “שלום” 2ד'],
    ['emoji', '✅ ❌ 🚀 🏁 👨‍💻 🏳️‍🌈 ⚠️ 1️⃣ 🇩🇪'],
    ['single letters', 'â, Ã, Æ’, ðe, Â 5, É…, à\u00A0la'],
    ['footnotes and ordinals', 'QUALITÉ¹ CAFÉ² 1ª 2º MANHÃ³ N°'],
    ['quoted samples', 'Zeichen wie „Ã¼“ und „Ã¶“ für „ü“ und „ö“'],
    ['what would be private or unassigned', 'î€€ ó°€€ Í¸'],
    ['plain ASCII', '- [ ] a\n- [x] b'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(repairText(text)).toEqual({ text, repairs: [] });
  });

  test('whatever its letters, signs and order', () => {
    const words =
      'été café São não Grüße Straße naïve œuvre così Víš můžeš Łódź đã 中文 テスト 한국어 Привет Ελλάδα ✅ ❌ → “a” ‘b’ — … • « » 25 °C ± € ™ 🚀'.split(
        ' ',
      );
    const text = fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((chosen) => chosen.join(' '));
    fc.assert(
      fc.property(text, (undamaged) => {
        expect(repairText(undamaged).text).toBe(undamaged);
      }),
    );
  });
});

describe('any realistic text', () => {
  const pieces = [
    ...'✅ ❌ → ← ⇒ • — – … “ ” ‘ ’ ™ ≥ ≤ ≠ × ÷ ± ° § © ® € £ ½ ² « » ¿ ¡'.split(' '),
    ...'🚀 🎉 🏁 🐍 🐛 🔥 📝 🔒 💡 ⚠️ ❤️ ⏱️ 👍🏽 👨‍💻 🏳️‍🌈 🇩🇪 1️⃣ ☐ ☑ ☒ ✓ ✗ ★ ●'.split(' '),
    ...'café Élan ÎLE São coração Ação AMANHÃ Grüße Straße Übung ÄRGER señor ¿Qué? čeština Žluťoučký Łódź ș ț İstanbul şehir Ísland Þór Ðe Việt đường Tiếng'.split(
      ' ',
    ),
    ...'Привет мир Ёлка прошёл Καλημέρα Ώρα 中文 测试 检查表 日本語 テスト 한국어 확인 العربية שלום हिन्दी ไทย'.split(' '),
    ...'“café” «São» „Käse“ (naïve) ✅🚀🎉 ❌→✅ l’été 中文，日本語 día… 3×4≥2 Größe–Länge ¿Así? 25°C'.split(' '),
    ...'- [ ] Tests pass (100%) `code` **bold** | # Layer 1: a_b'.split(' '),
  ];
  const text = fc
    .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(' ', ' ', '\n')), { minLength: 1, maxLength: 30 })
    .map((chosen) => `- [✅] ${chosen.flat().join('')}`);

  test('is repaired exactly when it was misread and no byte was lost', () => {
    fc.assert(
      fc.property(text, (right) => {
        fc.pre(!/[\x81\x8d\x8f\x90\x9d]/.test(misread(right)));
        expect(repairText(misreadWithLoss(right)).text).toBe(right);
      }),
      { numRuns: 300 },
    );
  });

  test('is repaired exactly when it was misread by a decoder that keeps every byte', () => {
    fc.assert(
      fc.property(text, (right) => {
        expect(repairText(misread(right)).text).toBe(right);
      }),
      { numRuns: 1000 },
    );
  });

  test('is left with each line where it was, whatever bytes were lost', () => {
    fc.assert(
      fc.property(text, (right) => {
        const repaired = repairText(misreadWithLoss(right)).text;
        expect(repaired.split('\n')).toHaveLength(right.split('\n').length);
        expect(repaired).toContain('- [✅] ');
      }),
    );
  });

  test('is returned unchanged where it is not damaged', () => {
    fc.assert(
      fc.property(text, (right) => {
        expect(repairText(right).text).toBe(right);
      }),
      { numRuns: 1000 },
    );
  });

  test('is rebuilt from the text as received and the repairs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text, (noise, right) => {
        const received = `${noise}${misread(right)}`;
        const { text: repaired, repairs } = repairText(received);
        const lines = received.split(/(?<=\r\n|\n|\r(?!\n))/);
        for (const { line, column, from, to } of repairs.toReversed()) {
          const at = lines[line - 1] ?? '';
          expect(at.slice(column - 1).startsWith(from)).toBe(true);
          lines[line - 1] = at.slice(0, column - 1) + to + at.slice(column - 1 + from.length);
        }
        expect(lines.join('')).toBe(repaired);
      }),
    );
  });
});
