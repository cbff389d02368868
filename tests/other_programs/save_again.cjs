// node save_again.cjs exceljs|xlsx SOURCE TARGET [SOURCE TARGET ...]
const [library, ...paths] = process.argv.slice(2);
const loaded = require(library);

async function saveAgain(source, target) {
  if (library === "xlsx") {
    loaded.writeFile(loaded.readFile(source, { cellStyles: true }), target);
  } else {
    const book = new loaded.Workbook();
    await book.xlsx.readFile(source);
    await book.xlsx.writeFile(target);
  }
}

(async () => {
  for (let at = 0; at < paths.length; at += 2) await saveAgain(paths[at], paths[at + 1]);
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
