function Invoke-MfaPeopleRun {
    # Does for the people of the pipeline what a command does for one person: one run, one question, and one object for each,
    # of the same kind as for one. Who is not done is an error, too, as for one; so is a row that cannot be used.
    [CmdletBinding()]
    param(
        # The command.
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # What is done for each, in the words of Start-MfaRun -Operation.
        [Parameter(Mandatory)]
        [string] $Operation,

        # The type of what comes out.
        [Parameter(Mandatory)]
        [string] $TypeName,

        # The parameters that the caller of the command gave.
        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Bound,

        # Lines of JSON, one for each person.
        [Parameter(Mandatory)]
        [System.Collections.Generic.List[string]] $Row,

        [Parameter(Mandatory)]
        [hashtable] $Entry,

        # The preferences as they hold in the command.
        [Parameter(Mandatory)]
        [bool] $WhatIf,

        [Parameter(Mandatory)]
        [object] $ConfirmPreference
    )
    $said = @{ Operation = $Operation }
    foreach ($name in $Bound.Keys) { if ($name -ne 'User') { $said[$name] = $Bound[$name] } }
    if ($said.ContainsKey('Fingerprint')) {
        $fault = New-MfaFault -Code invalidInput -Message '-Fingerprint is that of one person''s plan, and this is a run' -Remedy 'Save a plan for many with Get-MfaRunPlan -SavePath, and carry it out with Start-MfaRun -PlanPath'
        $Cmdlet.ThrowTerminatingError((New-MfaErrorRecord $fault $said['Fingerprint']))
    }
    $made = New-MfaRunRequest -Operation startRun -Cmdlet $Cmdlet -Bound $said -Row $Row -Entry $Entry
    if ($null -ne $made.Error) { $Cmdlet.ThrowTerminatingError($made.Error) }
    $request = $made.Request
    # The run does not wait for what is said of its rows: whoever stops at the first error must have said so before.
    if ($ErrorActionPreference -eq 'Stop') { $request['strict'] = $true }
    $badRow = {
        param($bad)
        if ($bad.duplicate) { Write-Warning -Message "row $($bad.line): $(ConvertTo-MfaValue $bad.reason); it is done once" }
        else {
            $text = $Row[$bad.line - 1]
            $Cmdlet.WriteError((New-MfaErrorRecord (Get-MfaRowFault $bad $text) (Get-MfaRowName $text)))
        }
    }
    if ($WhatIf) {
        Show-MfaRunPlan $Cmdlet $Entry $request $badRow
        return
    }

    $isNamed = $said.ContainsKey('Journal')
    $file = 'graph-mfa-run-{0:yyyyMMdd-HHmmss-fff}.jsonl' -f [datetime]::Now
    if ($isNamed) { $file = [string] $said['Journal'] }
    $file = Resolve-MfaFile $Cmdlet $file $Entry
    $target = "$Operation for $($Row.Count) people"
    $told = @{ Rows = $false; Go = $true }
    if ([string] $ConfirmPreference -ne 'None') {
        # Whoever is asked hears what would be done: one question for the run, with the plan in numbers.
        $request['operation'] = 'planRun'
        $told.Rows = $true
        $told.Go = $false
        Invoke-MfaRequest $Entry $request -PassPart | ForEach-Object -Process {
            if ($_.ContainsKey('Part')) {
                if ($_.Part.type -eq 'badRows') { foreach ($one in $_.Part.rows) { & $badRow $one } }
            }
            elseif ($null -ne $_.Error) { Write-MfaError $Cmdlet $_ }
            else {
                $lines = @(Get-MfaRunPlanLine (ConvertTo-MfaRunSummary $_.Response 'GraphMfa.RunPlan')) + "the journal of this run: $file"
                $told.Go = $Cmdlet.ShouldProcess($target, ($lines -join "`n"), $target)
            }
        }
        $request['operation'] = 'startRun'
    }
    elseif (-not $Cmdlet.ShouldProcess($target)) { return }
    if (-not $told.Go) { return }
    $request['file'] = $file
    if (-not $isNamed) { Write-MfaRunNote $Cmdlet "The journal of this run: $file" }

    $sink = $null
    $deliver = $null
    $plain = $said.ContainsKey('AsPlainText') -and [bool] $said['AsPlainText']
    if ($said.ContainsKey('JournalSink')) { $sink = $said['JournalSink'] }
    if ($said.ContainsKey('DeliverPass')) { $deliver = $said['DeliverPass'] }
    $isRole = $TypeName -eq 'GraphMfa.RoleChange'
    Invoke-MfaRun $Cmdlet $Entry $request -DeliverPass $deliver -JournalSink $sink | ForEach-Object -Process {
        if ($_.ContainsKey('Person')) {
            $person = $_.Person
            $named = ''
            if ($person.outcome -ne 'done') { $named = Get-MfaRowName $Row[$person.line - 1] }
            $response = Get-MfaField $person 'response'
            if ($isRole) { $outcome = ConvertTo-MfaRoleOutcome $person $named }
            else { $outcome = ConvertTo-MfaOutcome $response $TypeName $person $named }
            if ($null -ne (Get-MfaField $outcome 'TemporaryAccessPass')) { $outcome = Complete-MfaPass $outcome -AsPlainText $plain -DeliverPass $deliver }
            $outcome
            if ($person.outcome -eq 'done') { return }
            $fault = Get-MfaField $person 'error'
            if ($null -eq $fault -and -not $isRole) { $fault = Get-MfaOutcomeFault $outcome }
            elseif ($null -eq $fault) { $fault = Get-MfaRoleFault $response.people[0] }
            if ($null -ne $fault) { $Cmdlet.WriteError((New-MfaErrorRecord $fault $named)) }
        }
        elseif ($_.ContainsKey('BadRow')) { if (-not $told.Rows) { & $badRow $_.BadRow } }
        elseif ($null -ne $_.Error) { Write-MfaError $Cmdlet $_ }
        elseif ($_.Summary.Status -eq 'stopped') {
            $Cmdlet.WriteError((New-MfaErrorRecord (Get-MfaRunFault $_.Summary)))
        }
    }
}
