/** MongoDB's names for the error codes that this server sends (src/mongo/base/error_codes.yml). */
const CODE_NAMES: Readonly<Record<number, string>> = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  13: 'Unauthorized',
  14: 'TypeMismatch',
  15: 'Overflow',
  18: 'AuthenticationFailed',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  50: 'MaxTimeMSExpired',
  52: 'DollarPrefixedFieldName',
  54: 'NotSingleValueField',
  55: 'InvalidDBRef',
  59: 'CommandNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  115: 'CommandNotSupported',
  123: 'NotAReplicaSet',
  146: 'ExceededMemoryLimit',
  168: 'InvalidPipelineOperator',
  171: 'CannotIndexParallelArrays',
  197: 'InvalidIndexSpecificationOption',
  224: 'QueryFeatureNotAllowed',
  334: 'MechanismUnavailable',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
  11600: 'InterruptedAtShutdown',
};

/** A failure that is sent to the client as MongoDB would send it: `code`, its name, and fields such as `keyValue`. */
export class MongoError extends Error {
  readonly code: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: number, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }

  /** MongoDB's name of the code; codes without one are called `Location<code>`. */
  get codeName(): string {
    return CODE_NAMES[this.code] ?? `Location${this.code}`;
  }
}

/** BadValue (2): an argument that cannot mean anything. */
export const badValue = (message: string): MongoError => new MongoError(2, message);
/** FailedToParse (9): an argument of the wrong form. */
export const failedToParse = (message: string): MongoError => new MongoError(9, message);
/** TypeMismatch (14): a value of the wrong BSON type. */
export const typeMismatch = (message: string): MongoError => new MongoError(14, message);
/** CommandNotSupported (115): something MongoDB can do and this server, by design, cannot. */
export const notSupported = (what: string): MongoError =>
  new MongoError(115, `${what} is not supported by the embedded database`);
