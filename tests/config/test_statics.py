"""Static files as they are served in production."""

import re

from django.core.files.storage import FileSystemStorage

from hiring.config.statics import StaticFiles


def test_modules_import_each_other_by_hashed_names(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    (source / "page.js").write_text('import { say } from "./words.js";\nsay();\n')
    (source / "words.js").write_text("export const say = () => {};\n")
    storage = StaticFiles(location=target, base_url="/static/")
    files = FileSystemStorage(source)
    for name in ("page.js", "words.js"):
        storage.save(name, files.open(name))
    done = list(storage.post_process({name: (files, name) for name in ("page.js", "words.js")}))
    assert not [problem for _, _, problem in done if isinstance(problem, Exception)]
    served = (target / storage.stored_name("page.js")).read_text()
    assert re.search(r'from "\./words\.[0-9a-f]{12}\.js"', served)
