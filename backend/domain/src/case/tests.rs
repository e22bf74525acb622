use std::path::{Path, PathBuf};

use super::{Case, compare, read, scheme_path, settle};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("schemes") {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|end| end == "toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Every case of `fixtures/settlements`, with its text; `Err` says why it cannot be read.
fn cases() -> Vec<(PathBuf, String, Result<Option<Case>, String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/settlements");
    let one = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let told = |issues: Vec<crate::issue::Issue>| {
            let lines: Vec<String> =
                issues.iter().map(|issue| format!("{} [{}] {} {}", issue.place, issue.code, issue.problem.en, issue.remedy.en)).collect();
            lines.join("\n    ")
        };
        let case = scheme_path(&text)
            .and_then(|scheme| {
                let scheme = scheme.map(|scheme| std::fs::read_to_string(path.parent().unwrap().join(scheme)).unwrap());
                read(&text, scheme.as_deref())
            })
            .map_err(told);
        (path, text, case)
    };
    files(&folder).into_iter().map(one).collect()
}

#[test]
fn every_case_gets_what_it_expects() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (path, text, case) in cases() {
        count += 1;
        let name = path.strip_prefix(path.ancestors().nth(2).unwrap()).unwrap().display().to_string();
        match case {
            Err(why) => wrong.push(format!("{name}: cannot be read\n    {why}")),
            Ok(None) => {}
            Ok(Some(case)) => {
                let runs = settle(&case);
                for miss in compare(&case, &runs, &text) {
                    wrong.push(format!(
                        "{name}:{}: run {}: {}: expected {}, got {}",
                        miss.line, miss.run, miss.what, miss.expected, miss.got
                    ));
                }
            }
        }
    }
    assert!(count >= 140, "only {count} cases were found");
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_amount_can_be_recomputed_from_its_trace() {
    let mut lines = 0;
    for (path, _, case) in cases() {
        let Ok(Some(case)) = case else { continue };
        for run in settle(&case) {
            for line in run.settlements.iter().flat_map(|settlement| &settlement.lines) {
                let kept = serde_json::to_string(&line.trace).unwrap();
                let trace: crate::settlement::Trace = serde_json::from_str(&kept).unwrap();
                assert_eq!(trace, line.trace, "{}", path.display());
                assert_eq!(trace.recompute(), Some(line.due), "{} {}\n{kept}", path.display(), line.code());
                lines += 1;
            }
        }
    }
    assert!(lines > 400, "only {lines} lines were checked");
}
