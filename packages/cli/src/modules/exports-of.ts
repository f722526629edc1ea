/** What a module exports; a list's members count as exports. */
export function exportsOf(exports: { readonly [name: string]: unknown }): unknown[] {
  return Object.values(exports).flatMap((value): unknown[] => (Array.isArray(value) ? value : [value]));
}
