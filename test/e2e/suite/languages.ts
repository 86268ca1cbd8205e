import { languages, workspace } from "vscode";
import { equal } from "./assertions.ts";
import { file, open, until } from "./editor.ts";

describe("language of a file", () => {
  it("is routeros by the extension .rsc", async () => {
    equal((await open("torguard.rsc")).languageId, "routeros");
  });

  it("is routeros by the first line of an export", async () => {
    equal((await open("export-without-extension")).languageId, "routeros");
  });

  it("is routeros by the first line of a script", async () => {
    equal((await open("script-without-extension")).languageId, "routeros");
  });

  it("is left to Rascal where the text is Rascal's", async () => {
    await open("rascal.rsc");
    await until("the language of rascal.rsc changes", () =>
      workspace.textDocuments.find(
        (document) =>
          document.uri.toString() === file("rascal.rsc").toString() && document.languageId !== "routeros",
      ),
    );
    await until("rascal.rsc is free of findings", () =>
      languages.getDiagnostics(file("rascal.rsc")).length === 0 ? true : undefined,
    );
  });
});
