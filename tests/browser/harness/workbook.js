// An .xlsx file as a person changes it in a spreadsheet program: cells are looked at and typed into by their address, and
// everything else of the file stays as it was.
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

const SHEET = "xl/worksheets/sheet1.xml";

export class Workbook {
  constructor(bytes) {
    this.parts = unzipSync(new Uint8Array(bytes));
    this.xml = strFromU8(this.parts[SHEET]);
    const strings = this.parts["xl/sharedStrings.xml"];
    this.strings = strings ? [...strFromU8(strings).matchAll(/<si>(.*?)<\/si>/gs)].map(([, si]) => textOf(si)) : [];
  }

  /** What stands in a cell of the first sheet, as text; nothing where it is empty. */
  get(address) {
    const cell = this.xml.match(new RegExp(`<c r="${address}"([^>]*?)(?:/>|>(.*?)</c>)`, "s"));
    if (!cell?.[2]) return "";
    if (cell[1].includes('t="s"')) return this.strings[Number(cell[2].match(/<v>(.*?)<\/v>/)[1])];
    return textOf(cell[2]);
  }

  /** Types a text into a cell; its format stays. */
  set(address, text) {
    const row = Number(address.match(/\d+/)[0]);
    const typed = (style) => `<c r="${address}"${style} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
    const there = new RegExp(`<c r="${address}"([^>]*?)(?:/>|>.*?</c>)`, "s");
    if (there.test(this.xml)) {
      this.xml = this.xml.replace(there, (_, said) => typed(said.match(/ s="\d+"/)?.[0] ?? ""));
      return;
    }
    // Cells stand in the order of their columns, rows in the order of their numbers.
    const line = new RegExp(`(<row r="${row}"[^>]*?)(?:/>|>(.*?)</row>)`, "s");
    const found = this.xml.match(line);
    if (found) {
      const cells = [...(found[2] ?? "").matchAll(/<c r="([A-Z]+)\d+".*?(?:\/>|<\/c>)/gs)];
      const after = cells.find(([, column]) => place(column) > place(address.match(/[A-Z]+/)[0]));
      const inside = found[2] ?? "";
      const at = after ? after.index : inside.length;
      this.xml = this.xml.replace(line, () => `${found[1]}>${inside.slice(0, at)}${typed("")}${inside.slice(at)}</row>`);
      return;
    }
    const later = [...this.xml.matchAll(/<row r="(\d+)"/g)].find(([, number]) => Number(number) > row);
    const at = later ? later.index : this.xml.indexOf("</sheetData>");
    this.xml = `${this.xml.slice(0, at)}<row r="${row}">${typed("")}</row>${this.xml.slice(at)}`;
  }

  /** The row, and the column of each heading, by what the headings say. */
  headings(first) {
    for (let row = 1; row < 40; row += 1) {
      if (!this.get(`A${row}`).startsWith(first)) continue;
      const columns = {};
      for (let i = 0; i < 20; i += 1) {
        const column = String.fromCharCode(65 + i);
        const name = this.get(`${column}${row}`).replace(" *", "").trim();
        if (name) columns[name] = column;
      }
      return { row, columns };
    }
    throw new Error(`no heading begins with ${first}`);
  }

  save() {
    this.parts[SHEET] = strToU8(this.xml);
    return Buffer.from(zipSync(this.parts));
  }
}

function textOf(xml) {
  const text = [...xml.matchAll(/<(?:t|v)[^>]*>(.*?)<\/(?:t|v)>/gs)].map(([, text]) => text).join("");
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function place(column) {
  return [...column].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}
