"""Reads a report as its consumers do and prints what they see, as JSON. Usage: read.py FORMAT FILE [MORE]"""

import collections
import csv
import json
import sys


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, strict=True))


def read_sarif(path):
    from sarif import loader

    report = loader.load_sarif_file(path).get_report()
    severities = report.get_severities()
    return {severity: report.get_issue_count_for_severity(severity) for severity in severities}


def read_junit(path, schema):
    import junitparser
    import xmlschema

    errors = [error.reason for error in xmlschema.XMLSchema(schema).iter_errors(path)]
    suites = []
    for suite in junitparser.JUnitXml.fromfile(path):
        kinds = collections.Counter()
        names = []
        for case in suite:
            names.append(case.name)
            kinds.update([type(one).__name__ for one in case.result] or ["Passed"])
        said = {"tests": suite.tests, "failures": suite.failures, "errors": suite.errors, "skipped": suite.skipped}
        suites.append({"name": suite.name, "said": said, "found": kinds, "names": names})
    return {"errors": errors, "suites": suites}


def read_ocsf(path):
    from py_ocsf_models.events.findings.compliance_finding import ComplianceFinding

    with open(path, encoding="utf-8") as file:
        events = [ComplianceFinding.model_validate_json(line) for line in file]
    return {event.finding_info.uid: [event.compliance.status_id, event.status_id] for event in events}


def ocsf_schema(version):
    from ocsf_json_schema.embedded import OcsfJsonSchemaEmbedded
    from ocsf_json_schema.loader import get_ocsf_schema
    from ocsf_json_schema.schema import OcsfJsonSchema

    schema = OcsfJsonSchemaEmbedded(OcsfJsonSchema(get_ocsf_schema(version=version)))
    return schema.get_class_schema("compliance_finding", profiles=["cloud"])


def asff(path, endpoint=None):
    """Validates against the service's own model; with an endpoint, imports the findings there and lists them again."""
    import botocore.session
    from botocore.validate import ParamValidator

    with open(path, encoding="utf-8") as file:
        findings = json.load(file)
    session = botocore.session.get_session()
    shape = session.get_service_model("securityhub").operation_model("BatchImportFindings").input_shape
    batches = [findings[start : start + 100] for start in range(0, len(findings), 100)]
    errors = [ParamValidator().validate({"Findings": batch}, shape).generate_report() for batch in batches]
    answer = {"errors": [error for error in errors if error != ""], "findings": len(findings)}
    if endpoint is None:
        return answer
    places = {}
    for finding in findings:
        places.setdefault((finding["AwsAccountId"], finding["Region"]), []).append(finding)
    listed = {}
    for (account, region), own in places.items():
        client = session.create_client(
            "securityhub",
            region_name=region,
            endpoint_url=endpoint,
            aws_access_key_id=account,
            aws_secret_access_key="test",
        )
        for start in range(0, len(own), 100):
            imported = client.batch_import_findings(Findings=own[start : start + 100])
            answer["failed"] = answer.get("failed", 0) + imported["FailedCount"]
        for page in client.get_paginator("get_findings").paginate(MaxResults=100):
            for finding in page["Findings"]:
                listed[finding["Id"]] = [finding["Compliance"]["Status"], finding["Workflow"]["Status"]]
    return {**answer, "listed": listed}


READERS = {
    "csv": read_csv,
    "sarif": read_sarif,
    "junit": read_junit,
    "ocsf": read_ocsf,
    "ocsf-schema": ocsf_schema,
    "asff": asff,
}
json.dump(READERS[sys.argv[1]](*sys.argv[2:]), sys.stdout)
