// A stand-in for Excel on the web, served in place of Microsoft's office.js: what the client of xlwings Server asks of
// Excel, over a workbook that a test hands over as `globalThis.startingWorkbook`. A write does to a cell what Excel does
// where our code could notice; what is not known here fails loudly.
"use strict";

const DAY_0 = Date.UTC(1899, 11, 30);
const DAY = /^\d{4}-\d\d-\d\d$/;
const LETTERS = (n) => (n ? LETTERS(Math.floor((n - 1) / 26)) + String.fromCharCode(65 + ((n - 1) % 26)) : "");
const NUMBER = (letters) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
const loadable = (object) => Object.assign(object, { load() { return object; } });
const none = () => loadable({ isNullObject: true });
const collection = () => loadable({ items: [] });

function corners(address) {
  const [first, last = first] = address.split("!").pop().replaceAll("$", "").split(":");
  const cell = (text) => /^([A-Z]+)(\d+)$/.exec(text).slice(1);
  const [[left, top], [right, bottom]] = [cell(first), cell(last)];
  return [Number(top) - 1, NUMBER(left) - 1, Number(bottom) - Number(top) + 1, NUMBER(right) - NUMBER(left) + 1];
}

function typed(value, format) {
  if (typeof value !== "string" || value === "" || format === "@") return value;
  if (DAY.test(value)) return (Date.parse(`${value}T00:00:00Z`) - DAY_0) / 86400000;
  if (/^[+-]?\d+(\.\d+)?$/.test(value)) return Number(value);
  if ("=+-@".includes(value[0])) throw new Error(`Excel reads ${value} as the beginning of a formula`);
  return value;
}

class Range {
  constructor(sheet, row, column, rowCount, columnCount) {
    Object.assign(this, { sheet, row, column, rowCount, columnCount, format: { autofitRows() {} } });
  }
  get address() {
    const last = LETTERS(this.column + this.columnCount) + (this.row + this.rowCount);
    return `'${this.sheet.name}'!${LETTERS(this.column + 1)}${this.row + 1}:${last}`;
  }
  get values() { return this.#read("values", ""); }
  get numberFormat() { return this.#read("formats", "General"); }
  set values(rows) {
    this.#write((down, across, format) => {
      const one = this.#one(rows, down, across);
      return { shown: typed(one, format), day: DAY.test(one) };
    });
  }
  set formulas(rows) {
    this.#write((down, across) => ({ shown: this.#shown(this.#one(rows, down, across)) }));
  }
  set numberFormat(rows) {
    this.#each((row, column) => { this.sheet.cells("formats", row)[column] = rows[0][0]; });
  }
  clear(what) {
    if (what !== "Contents") throw new Error(`clear ${what}`);
    this.#write(() => ({ shown: "" }));
  }
  load() { return this; }
  #shown(formula) {
    const link = /^=HYPERLINK\((.*),"((?:[^"]|"")*)"\)$/.exec(formula);
    if (formula && !link) throw new Error(`a formula that is no link: ${formula}`);
    if (link) this.sheet.book.links.push(formula);
    return link ? link[2].replaceAll('""', '"') : "";
  }
  #one(rows, down, across) {
    if (rows.length !== this.rowCount || rows[down].length !== this.columnCount) {
      throw new Error(`${rows.length} rows of ${rows[down]?.length} values do not fit ${this.address}`);
    }
    return rows[down][across] ?? "";
  }
  #each(action) {
    for (let down = 0; down < this.rowCount; down += 1) {
      for (let across = 0; across < this.columnCount; across += 1) {
        action(this.row + down, this.column + across, down, across);
      }
    }
  }
  #read(kind, blank) {
    const rows = Array.from({ length: this.rowCount }, () => []);
    this.#each((row, column, down) => rows[down].push(this.sheet.cells(kind, row)[column] ?? blank));
    return rows;
  }
  #write(value) {
    this.#each((row, column, down, across) => {
      const formats = this.sheet.cells("formats", row);
      const written = value(down, across, formats[column] ?? "General");
      this.sheet.cells("values", row)[column] = written.shown;
      if (written.day && (formats[column] ?? "General") === "General") formats[column] = "dd-mm-yyyy";
    });
  }
}

class Table {
  constructor(sheet, { name, address }) {
    Object.assign(this, { sheet, name, address, showHeaders: true, showTotals: false, showFilterButton: true });
  }
  get columns() {
    const names = this.getHeaderRowRange().values[0].map((name) => ({ name, filter: { clear() {} } }));
    return loadable({ items: names, getItemAt: (at) => names[at] });
  }
  getRange() { return new Range(this.sheet, ...corners(this.address)); }
  getHeaderRowRange() {
    const [row, column, , width] = corners(this.address);
    return new Range(this.sheet, row, column, 1, width);
  }
  getDataBodyRange() {
    const [row, column, height, width] = corners(this.address);
    return new Range(this.sheet, row + 1, column, height - 1, width);
  }
  resize(address) { this.address = address.split("!").pop().replaceAll("$", ""); }
  load() { return this; }
}

class Sheet {
  constructor(book, position, { name, values, formats, tables }) {
    Object.assign(this, { book, position, name, grid: { values, formats }, visibility: "Visible", showGridlines: true });
    this.names = collection();
    this.shapes = collection();
    this.charts = collection();
    this.pageLayout = { getPrintAreaOrNullObject: none };
    this.tables = loadable({ items: tables.map((table) => new Table(this, table)) });
  }
  cells(kind, row) { return (this.grid[kind][row] ??= []); }
  getRange(address) { return new Range(this, ...corners(address)); }
  getRangeByIndexes(...area) { return new Range(this, ...area); }
  getUsedRangeOrNullObject() {
    const width = Math.max(0, ...this.grid.values.map((row) => row?.length ?? 0));
    return width ? new Range(this, 0, 0, this.grid.values.length, width) : none();
  }
  load() { return this; }
}

const started = globalThis.startingWorkbook;
const book = { name: started.name, links: [], names: collection(), load() { return book; } };
book.application = loadable({ calculationMode: "Automatic" });
book.worksheets = loadable({
  items: started.sheets.map((sheet, position) => new Sheet(book, position, sheet)),
  getActiveWorksheet() { return this.items[0]; },
  getItemOrNullObject(name) { return this.items.find((sheet) => sheet.name === name) ?? none(); },
});
book.getSelectedRange = () => book.worksheets.items[0].getRange("A1");

class RequestContext {
  workbook = book;
  application = {
    cultureInfo: loadable({ name: "da-DK", datetimeFormat: loadable({ shortDatePattern: "dd-MM-åååå" }) }),
  };
  async sync() {}
}

const HOST = { host: "Excel", platform: "OfficeOnline" };
const NEWER = { ExcelApi: 17, CustomFunctionsRuntime: 4 }; // 1.18 brings notes, which are not faked
const boxes = [];
const functions = {};

globalThis.Excel = {
  RequestContext,
  run: async (work) => work(new RequestContext()),
  ShapeType: { image: "Image" },
  ClearApplyTo: { contents: "Contents" },
};
globalThis.Office = {
  onReady: async (ready) => { ready?.(HOST); return HOST; },
  actions: { associate() {} },
  AsyncResultStatus: { Failed: "failed" },
  EventType: {},
  context: {
    ...HOST,
    requirements: {
      isSetSupported: (name, version) =>
        version === "1.8" && name === "ExcelApi" ? false : Number(version.split(".")[1]) <= (NEWER[name] ?? 1),
    },
    ui: { displayDialogAsync: (url) => boxes.push(url) },
  },
};
globalThis.CustomFunctions = {
  associate: (name, work) => { functions[name] = work; },
  Error: class extends Error { constructor(code, message) { super(message); } },
  ErrorCode: { invalidValue: "#VALUE!" },
};

// What a test asks of the stand-in.
globalThis.standIn = {
  functions: () => Object.keys(functions).sort(),
  call: (name, args) => functions[name](...args, { address: "Ark1!A1" }),
  boxes,
  links: book.links,
  rows(name) {
    const table = book.worksheets.items.flatMap((sheet) => sheet.tables.items).find((one) => one.name === name);
    return table.getRange().values;
  },
};
