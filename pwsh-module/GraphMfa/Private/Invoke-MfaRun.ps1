function Invoke-MfaRun {
    # Does a run, and gives what comes of it as it comes: one object for each person who has ended, and at the end its
    # summary and what to report, as Summary, or Error and Ends.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [hashtable] $Entry,

        [Parameter(Mandatory, Position = 1)]
        [System.Collections.IDictionary] $Request,

        [Parameter()]
        [bool] $AsPlainText,

        [Parameter()]
        [AllowNull()]
        [scriptblock] $DeliverPass
    )
    Invoke-MfaRequest $Entry $Request -PassPart -Finish -DeliverPass $DeliverPass | ForEach-Object -Process {
        if (-not $_.ContainsKey('Part')) {
            Write-Progress -Activity 'MFA run' -Completed
            if ($null -ne $_.Error) { $_ }
            else { @{ Summary = ConvertTo-MfaRunSummary $_.Response 'GraphMfa.RunSummary'; Error = $null; Ends = $false } }
        }
        elseif ($_.Part.type -eq 'badRows') { Write-MfaBadRow $_.Part.rows }
        else {
            foreach ($person in $_.Part.people) { @{ Person = ConvertTo-MfaRunPerson $person -AsPlainText $AsPlainText -DeliverPass $DeliverPass } }
        }
    }
}
