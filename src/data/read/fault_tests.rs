//! Situations from public reports, each with its kind: what is guessed, what is said, and that it can be changed.

use super::tests::{examples, read_text, refused, roles};
use super::*;
use crate::data::Split;

/// (text, options, roles)
fn all(cases: &[(&str, &str, &str)]) {
    for (text, options, expected) in cases {
        assert_eq!(roles(&read_text(text, options)), *expected, "{text}");
    }
}

#[test]
fn a_name_counts_only_where_the_column_looks_like_a_class() {
    all(&[
        (
            "x,y,class\n0.5,1.2,1\n-0.3,0.8,0\n0.9,1.1,1\n-1,0.2,0",
            "",
            "x y | class 1/0",
        ),
        (
            "x,y,z\n0.5,1.2,a\n-0.3,0.8,b\n0.9,1.1,a\n-1,0.2,b",
            "",
            "x y | z b/a",
        ),
        (
            "label,u,v,k\n1,0.5,2,a\n1,1.5,3,b\n1,2.5,4,a\n1,1,2,b",
            "",
            "u v | k b/a",
        ),
        (
            "target,u,v,k\n0.12,0.5,2,a\n0.7,1.5,3,b\n1.9,2.5,4,a\n0.3,1,2,b",
            "class=k&x1=u&x2=v",
            "u v | k b/a",
        ),
        (
            "name,len,wid,grp\nAnn,1,2,1\nBob,2,3,0\nCid,3,4,1\nDee,1,4,0",
            "",
            "len wid | grp 1/0",
        ),
        (
            "u,v,survived,deck\n1.5,2,1,A\n2.5,3,0,B\n0.5,1,1,C\n1,2,0,A\n2,2,0,B",
            "",
            "u v | survived 1/0",
        ),
    ]);
}

#[test]
fn a_close_call_says_so() {
    let text = "u,v,smoker,drinker\n1.5,2,yes,no\n2.5,3,no,no\n0.5,1,yes,yes\n1,2,no,yes\n";
    let reading = read_text(text, "");
    let text = "a,b,c,d\n1.5,2,red,up\n2.5,3,green,down\n0.5,1,red,down\n1,2,green,up\n";
    let unsure = read_text(text, "");
    assert!(reading.guess.certainty(Change::Class) >= Certainty::Unsure);
    assert!(
        unsure
            .guess
            .judgements
            .iter()
            .any(|j| j.of == Change::Class && !j.reason.is_empty())
    );
    let sure = read_text("u,v,class\n1.5,2,a\n2.5,3,b\n0.5,1,a\n1,2,b\n", "");
    assert_eq!(sure.guess.certainty(Change::Class), Certainty::Sure);
    let tie = read_text(
        "d,u,v,c\nred,1.5,2,up\ngreen,2.5,3,down\nred,0.5,1,down\n",
        "class=c",
    );
    assert_eq!(tie.guess.certainty(Change::Class), Certainty::Stated);
}

#[test]
fn what_numbers_rows_is_no_feature_unless_nothing_else_is_there() {
    all(&[
        (",u,v,kind\n0,1,2,a\n1,2,3,b\n2,5,1,a", "", "u v | kind b/a"),
        (
            "\"\",\"u\",\"v\",\"k\"\n\"1\",1,2,\"a\"\n\"2\",4,3,\"b\"\n\"3\",0,1,\"a\"",
            "",
            "u v | k b/a",
        ),
        ("Id,u,v,k\n1,5,2,a\n2,4,3,b\n3,0,1,a", "", "u v | k b/a"),
        ("u v k\n1 5 2 a\n2 4 3 b\n3 0 1 a", "", "u v | k b/a"),
        (
            "1,5.1,2,a\n2,4.2,3,b\n3,0.1,1,a\n4,0.2,2,b\n5,0.4,5,a",
            "",
            "column 2 column 3 | column 4 b/a",
        ),
        ("id,u,k\n1,5,a\n2,4,b\n3,0,a", "", "id u | k b/a"),
        (
            "id,u,v,k\n1,5,1,a\n2,4,1,b\n3,0,2,a",
            "x1=id&x2=u",
            "id u | k b/a",
        ),
    ]);
    let (_, report) = examples("Id,u,v,k\n1,5,2,a\n2,4,3,b\n3,0,1,a", "");
    assert!(
        report
            .sentences()
            .join(" ")
            .contains("Id is no feature: it numbers the rows"),
        "{:?}",
        report.sentences()
    );
}

#[test]
fn a_weight_column_may_be_what_something_weighs() {
    all(&[
        (
            "height,weight,sex\n170,70,M\n160,55,F\n180,85,M",
            "",
            "height weight | sex F/M",
        ),
        (
            "height,weight,age,sick\n170,70,31,1\n160,55,40,0\n180,85,28,1",
            "",
            "height weight | sick 1/0",
        ),
        (
            "height,weight,age,sick\n170,70,31,1\n160,55,40,0\n180,85,28,1",
            "weight=weight",
            "height age | sick 1/0 | weight weight",
        ),
        (
            "u,v,k,weight\n1,2,a,1\n2,1,b,2\n3,3,a,1",
            "",
            "u v | k b/a | weight weight",
        ),
        (
            "u,v,k,pweight\n1,2,a,1\n2,1,b,2\n3,3,a,1",
            "",
            "u v | k b/a | weight pweight",
        ),
        (
            "u,v,k,weight\n1,2,a,1\n2,1,b,2\n3,3,a,1",
            "weight=",
            "u v | k b/a",
        ),
        ("h,w,k\n1,2,a\n2,1,b\n3,3,a", "", "h w | k b/a"),
    ]);
    let reading = read_text("height,weight,sex\n170,70,M\n160,55,F\n180,85,M", "");
    assert_eq!(reading.guess.certainty(Change::Weight), Certainty::Unsure);
}

#[test]
fn after_a_failed_guess_the_roles_stay_and_the_first_cell_is_named() {
    let text = "a,b,c\n1,high,x\n2,low,y\n3,high,x\n";
    let reading = read_text(text, "");
    assert_eq!(reading.guess.roles.class, Some(2));
    assert_eq!(
        (reading.guess.roles.x1, reading.guess.roles.x2),
        (Some(0), None)
    );
    let reason = refused(text, "");
    assert!(
        reason.contains("Column b has no number on line 2: \"high\""),
        "{reason}"
    );
    let reason = refused("a,b,c\n1.5,2.5,7.5\n1,3,8.25\n2,4,9.125\n", "");
    assert!(reason.contains("Choose the class column"), "{reason}");
}

#[test]
fn offset_and_spread_decide_on_standardizing() {
    let rows = |scale: f64, offset: f64| {
        let mut text = "u,v,k\n".to_owned();
        for (u, v, k) in [
            (1.0, 0.5, "a"),
            (-1.2, -1.0, "b"),
            (0.4, 1.1, "a"),
            (-0.6, 0.2, "b"),
            (0.9, -1.3, "a"),
            (-0.5, 0.5, "b"),
        ] {
            text += &format!("{},{},{k}\n", offset + scale * u, offset + scale * v);
        }
        examples(&text, "").1.standardized.is_some()
    };
    assert!(!rows(1.0, 0.0) && !rows(1.3, 0.3));
    assert!(
        rows(1.0, 5.0),
        "sepals: an offset makes the first steps overshoot"
    );
    assert!(rows(0.05, 0.1), "features of .05 to .16 stall");
    assert!(rows(4.0, 0.0));
    let (own, report) = examples("u,v,k\n5,5,a\n6,7,b\n7,5,a\n", "standardize=0");
    assert_eq!((own.standardized, report.standardized), (None, None));
    assert!(report.warnings[0].contains("standardize=1"));
}

#[test]
fn statistics_are_of_the_rows_that_are_trained_on() {
    let text = "len,wid,kind,weight\n20,30,a,1\n25,28,a,1\n40,12,b,1\n44,15,b,1\n38,20,b,1\n100000,5,b,0\n";
    let with = examples(text, "").0.standardized.unwrap();
    let without = examples(&text.replace("100000,5,b,0\n", ""), "")
        .0
        .standardized
        .unwrap();
    assert_eq!(with, without);
    let split = "u,v,k,split\n20,30,a,train\n25,28,b,train\n4000,12,b,test\n";
    let how = examples(split, "").0.standardized.unwrap();
    assert_eq!((how.mean, how.deviation), ([22.5, 29.0], [2.5, 1.0]));
}

#[test]
fn in_the_class_column_nothing_is_missing_but_an_empty_cell() {
    for (labels, orange, blue) in [
        (["+", "-"], "+", "-"),
        (["?", "."], ".", "?"),
        (["None", "CAD"], "CAD", "None"),
        (["NA", "EU"], "EU", "NA"),
    ] {
        let [a, b] = labels;
        let text = format!("u,v,c\n1,2,{a}\n2,1,{b}\n1,1,{a}\n0,1,{b}\n2,2,\n");
        let options = format!(
            "orange={}&blue={}",
            orange.replace('+', "%2B"),
            blue.replace('+', "%2B")
        );
        let (own, report) = examples(&text, &options);
        assert_eq!(own.dataset.examples.len(), 4, "{labels:?}");
        assert_eq!(report.n_left_out(), 1);
    }
    // Beside two other values they are no class unless asked for.
    all(&[(
        "u,v,sex\n1,2,NA\n2,1,NA\n1,1,NA\n0,1,f\n2,2,m\n1,3,m",
        "",
        "u v | sex f/m",
    )]);
}

#[test]
fn more_than_two_features_are_chosen_or_projected() {
    let text =
        "a,b,c,d,k\n1,10,5,2,x\n2,21,4,9,y\n3,29,6,4,x\n4,42,5,1,y\n5,50,4,8,x\n6,61,6,3,y\n";
    all(&[
        (text, "", "a b | k y/x"),
        (text, "x1=d", "d a | k y/x"),
        (text, "x1=b&x2=d", "b d | k y/x"),
    ]);
    for (project, name) in [
        ("pca", "principal component 1"),
        ("means", "difference of class means"),
    ] {
        let (own, report) = examples(text, &format!("project={project}"));
        assert_eq!(own.features[0], name);
        let projection = report.projection.as_ref().unwrap();
        assert_eq!(projection.columns, ["a", "b", "c", "d"]);
        assert!(
            report
                .sentences()
                .iter()
                .any(|s| s.contains("loadings") && s.contains(" b"))
        );
        assert_eq!(own.dataset.examples.len(), 6);
    }
}

#[test]
fn validation_rows_are_left_out_and_said() {
    let (own, report) = examples(
        "u,v,k,split\n1,2,a,train\n2,1,b,validation\n0,1,b,train\n2,2,a,test\n",
        "",
    );
    assert_eq!(own.dataset.split(Split::Test).count(), 1);
    assert!(
        report
            .sentences()
            .join(" ")
            .contains("Line 3: the split is validation")
    );
}

#[test]
fn every_guess_is_said_with_its_way_to_change_it() {
    let text = "Id;len;wid;hue;kind;wt\n1;1,5;2;7,5;a;1\n2;2,5;3;2,5;b;2\n3;0,5;1;1,5;a;1\n4;0,5;1;1,5;c;1\n";
    let (_, report) = examples(text, "");
    let said = report.sentences().join("\n");
    for words in [
        "decimal comma (to change: decimal)",
        "The class is kind",
        "(to change: class)",
        "The features are len and wid",
        "Id is no feature",
        "wt is taken as the weights",
        "Orange is",
        "standardize=0",
        "the class is \"c\"",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // The lab's own columns are taken as they are, without a word.
    let (_, plain) = examples("x1,x2,y\n1,0.5,1\n-1,-0.5,-1\n", "");
    assert_eq!(plain.sentences(), ["2 rows used."]);
}

#[test]
fn wrong_readings_can_be_corrected() {
    let text = "u;v;k\n1,250;7;a\n3,500;9;b\n2,125;8;a\n";
    assert_eq!(
        examples(text, "standardize=0").0.dataset.examples[0].x[0],
        1.25
    );
    assert_eq!(
        examples(text, "standardize=0&decimal=point")
            .0
            .dataset
            .examples[0]
            .x[0],
        1250.0
    );
    all(&[(
        "a,b,c\n1,2,x\n3,4,y\n",
        "header=0&class=3&x1=1&x2=2&orange=x&blue=y",
        "column 1 column 2 | column 3 x/y",
    )]);
    let semicolons = "u;v;k\n1;2;a\n3;4;b\n0;1;a\n";
    assert!(refused(semicolons, "delimiter=tab").contains("column"));
    assert_eq!(
        read_text("1 2|a\n2 1|b\n", "format=csv&delimiter=blanks")
            .table
            .columns
            .len(),
        2
    );
}

#[test]
fn a_file_in_another_encoding_is_read_and_said() {
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(
            "u\tv\tk\n1,5\t2\ta\n3,5\t4\tb\n0\t1\ta\n"
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        )
        .collect();
    let reading = read(&utf16, &Options::default()).unwrap();
    assert_eq!(roles(&reading), "u v | k b/a");
    let latin = read(
        b"u,v,gr\xf6\xdfe\n1,2,a\n3,4,b\n1,1,a\n",
        &Options::default(),
    )
    .unwrap();
    assert!(latin.table.notices[0].text.contains("UTF-8"));
}
