import type { Caller } from "../caller.ts";

/** A parameter of the parameter store. */
export interface StoredParameter {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly version: number;
  readonly lastModified: Date;
}

/** A document. */
export interface StoredDocument {
  readonly name: string;
  readonly content: string;
  readonly documentType: string;
  readonly format: string;
  readonly version: string;
  readonly owner: string;
  readonly createdTime: Date;
}

const key = ({ account, region }: Caller, name: string) => `${account} ${region} ${name}`;

/** The parameters and documents of all accounts and Regions. */
export class SsmState {
  readonly #parameters = new Map<string, StoredParameter>();
  readonly #documents = new Map<string, StoredDocument>();

  parameter(place: Caller, name: string): StoredParameter | undefined {
    return this.#parameters.get(key(place, name));
  }

  /** Stores a parameter under the next version. */
  putParameter(place: Caller, given: Omit<StoredParameter, "version">): StoredParameter {
    const version = (this.parameter(place, given.name)?.version ?? 0) + 1;
    const stored = { ...given, version };
    this.#parameters.set(key(place, given.name), stored);
    return stored;
  }

  removeParameter(place: Caller, name: string): boolean {
    return this.#parameters.delete(key(place, name));
  }

  /** A document of the place's own, or one of AWS's (`AWS-…`), which are in every place once added to one. */
  document(place: Caller, name: string): StoredDocument | undefined {
    return this.#documents.get(key(place, name)) ?? this.#documents.get(name);
  }

  /** Adds a document; without a place it is AWS's own and everywhere. */
  putDocument(place: Caller | undefined, name: string, given: Partial<StoredDocument> = {}): void {
    const document: StoredDocument = {
      name,
      content: "{}",
      documentType: "Automation",
      format: "YAML",
      version: "1",
      owner: place?.account ?? "Amazon",
      createdTime: new Date(0),
      ...given,
    };
    this.#documents.set(place === undefined ? name : key(place, name), document);
  }

  removeDocument(place: Caller, name: string): void {
    this.#documents.delete(key(place, name));
  }
}
