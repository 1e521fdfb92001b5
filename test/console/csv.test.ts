import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvCell, csvFile } from '../../web/console/parts/csv.ts';

const rowsOf = (file: string): string[][] => parse(file, { bom: true, relaxColumnCount: true });

describe('a CSV file that no spreadsheet computes from', () => {
  test('a cell that could begin a formula begins with an apostrophe', () => {
    for (const sign of ['=', '+', '-', '@', '\t=', '\r=', '＝']) {
      expect(csvCell(`${sign}SUM(A1)`).replace(/^"/, '')).toMatch(/^'/);
    }
    expect(csvCell('\tcmd')).toBe(`"'\tcmd"`);
    expect(csvCell('\rcmd')).toBe(`"'\rcmd"`);
  });

  test('nor do quotes, blanks and what divides cells elsewhere hide one', () => {
    expect(csvCell('"=1+1')).toBe(`"'""=1+1"`);
    expect(csvCell("'=1+1")).toBe("''=1+1");
    expect(csvCell('  =1+1')).toBe("'  =1+1");
    expect(csvCell('x;=1+1')).toBe(`"x;'=1+1"`);
    expect(csvCell('x\n@y')).toBe(`"x\n'@y"`);
  });

  test('numbers stay numbers; what only begins like one does not', () => {
    expect([csvCell(12), csvCell(-5), csvCell('-5.25')]).toEqual(['12', '-5', '-5.25']);
    expect(csvCell('-5+cmd')).toBe("'-5+cmd");
    expect(csvCell('+447700900123')).toBe("'+447700900123");
    expect(csvCell('-1e5')).toBe("'-1e5");
    expect([csvCell(true), csvCell(null), csvCell(undefined)]).toEqual(['true', '', '']);
  });

  test('what is harmless is read back as it was', () => {
    const rows = [
      ['a,b', 'say "hi"', 'two\r\nlines'],
      ['', ' padded ', 'Grüße'],
    ];
    expect(rowsOf(csvFile(rows))).toEqual(rows);
    expect(csvFile(rows).startsWith('\uFEFF')).toBe(true);
  });

  const nasty = fc.string({
    unit: fc.constantFrom(...'=+-@\t\r\n"\',;| a1＝＋－＠'),
    maxLength: 12,
  });

  test('whatever the text, no cell begins a formula, here or where semicolons or tabs divide', () => {
    const formula = /^[\s"'`]*[=+\-@＝＋－＠]/;
    const plain = /^-?\d+(\.\d+)?$/;
    fc.assert(
      fc.property(fc.array(fc.array(nasty, { minLength: 1, maxLength: 3 }), { maxLength: 3 }), (rows) => {
        const file = csvFile(rows);
        for (const cell of rowsOf(file).flat()) {
          if (!plain.test(cell)) expect(cell).not.toMatch(/^[\t\r=+\-@＝＋－＠]/);
        }
        for (const part of file.slice(1).split(/[,;\t\r\n]/)) {
          if (plain.test(part) || !formula.test(part)) continue;
          expect(part).toMatch(/^"?'/);
        }
      }),
    );
  });

  test('whatever the text, it is read back but for apostrophes', () => {
    const bare = (text: string) => text.replaceAll("'", '');
    fc.assert(
      fc.property(nasty, nasty, (one, other) => {
        const [[first = '', second = ''] = []] = rowsOf(csvFile([[one, other, 'end']]));
        expect([bare(first), bare(second)]).toEqual([bare(one), bare(other)]);
      }),
    );
  });
});
