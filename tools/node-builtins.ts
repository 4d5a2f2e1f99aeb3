/**
 * Gives a bundle Node's own modules by a call. For an `import` of one, Node and esbuild look at everything that it exports, and to
 * look at all that `fs` and `util` export loads streams, worker threads and more: a tenth of the time that a short program takes.
 * @param text a compiled module of ours
 */
export function callForBuiltins(text: string): string {
  return text.replace(
    /^import (?:\* as (\w+)|\{ ([\w, ]+) \}) from ['"](node:\w+)['"];$/gm,
    (_, namespace, names, module) =>
      `const ${namespace ?? `{ ${names.replaceAll(' as ', ': ')} }`} = process.getBuiltinModule('${module}');`,
  );
}
