import { checkVariable, compileExpression } from '../expressions/expression.ts';
import { badValue, MongoError, typeMismatch } from '../errors.ts';
import { createCollation } from '../query/collation.ts';
import type { FilterOptions } from '../query/filter.ts';
import type { CompareStrings } from '../values/compare.ts';
import { toNumber } from '../values/numbers.ts';
import { type Doc, isDoc, isNumeric, typeName } from '../values/types.ts';

/** Arguments that any command may carry: they change nothing here, or are looked at before the command. */
const GENERIC = new Set(
  '$db lsid $clusterTime $readPreference readConcern writeConcern maxTimeMS comment apiVersion apiStrict apiDeprecationErrors'.split(
    ' ',
  ),
);

/** The variables of `let`, whose values are expressions without a document, and `NOW`. */
const evaluateVariables = (NOW: Date, given: Doc = {}, strings?: CompareStrings): Doc => {
  const variables: Doc = { NOW };
  for (const [name, value] of Object.entries(given)) {
    checkVariable(name);
    variables[name] = compileExpression(value, { ...(strings && { strings }) })({}) ?? null;
  }
  return variables;
};

/** The arguments of one command, read with the checks and error codes of MongoDB. */
export class Arguments {
  readonly body: Doc;
  readonly command: string;
  /** Throws where the command must end: its time is over, or the database closes. */
  readonly checkTime: () => void;
  /** What `$$NOW` is in all parts of the command. */
  readonly now: Date;
  #filterOptions: FilterOptions | undefined;

  constructor(command: string, body: Doc, checkTime: () => void, now = new Date()) {
    this.command = command;
    this.body = body;
    this.checkTime = checkTime;
    this.now = now;
  }

  /** The arguments of a command or statement inside this one. */
  within(command: string, body: Doc): Arguments {
    const { $db, let: variables } = this.body;
    const inherited = { ...(variables !== undefined && { let: variables }), ...body, $db };
    return new Arguments(command, inherited, this.checkTime, this.now);
  }

  /**
   * Throws IDLUnknownField (40415) for an argument that the command does not have here: none is ignored. One that is false
   * asks for nothing.
   */
  allow(names: ReadonlySet<string> | undefined): void {
    if (!names) return;
    for (const [name, value] of Object.entries(this.body)) {
      if (name === this.command || names.has(name) || GENERIC.has(name) || value === false) continue;
      const argument = `BSON field '${this.command}.${name}'`;
      throw new MongoError(40415, `${argument} is unknown, or not supported by the embedded database.`);
    }
  }

  /** `database.collection` of the command. Throws InvalidNamespace (73). */
  namespace(collection: unknown = this.body[this.command]): string {
    if (typeof collection !== 'string' || !/^[^$\0]+$/u.test(collection) || collection.startsWith('.')) {
      throw new MongoError(73, `Invalid namespace specified '${this.database}.${String(collection)}'`);
    }
    return `${this.database}.${collection}`;
  }

  get database(): string {
    const { $db: name } = this.body;
    if (typeof name !== 'string' || !/^[^/\\. "$\0]{1,63}$/u.test(name))
      throw new MongoError(73, 'Invalid database name');
    return name;
  }

  optionalDocument(name: string): Doc | undefined {
    const value = this.body[name] ?? undefined;
    return value === undefined || isDoc(value) ? value : this.#wrongType(name, 'object');
  }

  document(name: string): Doc {
    return this.optionalDocument(name) ?? {};
  }

  array(name: string): unknown[] | undefined {
    const value = this.body[name] ?? undefined;
    return value === undefined || Array.isArray(value) ? value : this.#wrongType(name, 'array');
  }

  /** An array of documents, which must be there. */
  documents(name: string): Doc[] {
    const items = this.array(name);
    if (!items)
      throw new MongoError(40414, `BSON field '${this.command}.${name}' is missing but a required field`);
    return items.map((item, i) => (isDoc(item) ? item : this.#wrongType(`${name}.${i}`, 'object', item)));
  }

  boolean(name: string, otherwise = false): boolean {
    const value = this.body[name] ?? otherwise;
    if (isNumeric(value)) return toNumber(value) !== 0;
    return typeof value === 'boolean' ? value : this.#wrongType(name, 'bool');
  }

  /** A whole number that is not negative; `undefined` where it is not given. */
  count(name: string): number | undefined {
    const value = this.body[name] ?? undefined;
    if (value === undefined) return undefined;
    if (!isNumeric(value)) return this.#wrongType(name, 'long');
    const number = Math.trunc(toNumber(value));
    if (number < 0) throw badValue(`BSON field '${name}' value must be >= 0, actual value '${number}'`);
    return number;
  }

  /** How the command compares strings, and the variables it brings for `$expr`. */
  filterOptions(): FilterOptions {
    this.#filterOptions ??= this.#readFilterOptions();
    return this.#filterOptions;
  }

  #readFilterOptions(): FilterOptions {
    const strings = createCollation(this.optionalDocument('collation'));
    return {
      checkTime: this.checkTime,
      ...(strings && { strings }),
      variables: evaluateVariables(this.now, this.optionalDocument('let'), strings),
    };
  }

  #wrongType(name: string, expected: string, value = this.body[name]): never {
    throw typeMismatch(
      `BSON field '${this.command}.${name}' is the wrong type '${typeName(value)}', expected type '${expected}'`,
    );
  }
}
