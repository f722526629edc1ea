/** Follows references between named things and tells which lie on a loop, each loop once, by its first name. */
export function loopsOf(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const done = new Set<string>();
  const loops: string[][] = [];
  for (const start of edges.keys()) {
    // a path of names from `start`, each with the references that are still to follow
    const path: { readonly name: string; readonly rest: string[] }[] = [];
    const enter = (name: string) => {
      const at = path.findIndex((step) => step.name === name);
      if (at >= 0) loops.push(path.slice(at).map((step) => step.name));
      else if (!done.has(name)) path.push({ name, rest: [...(edges.get(name) ?? [])] });
    };
    enter(start);
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const next = last.rest.shift();
      if (next !== undefined) {
        enter(next);
        continue;
      }
      done.add(last.name);
      path.pop();
    }
  }
  return loops;
}
