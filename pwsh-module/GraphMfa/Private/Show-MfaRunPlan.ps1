function Show-MfaRunPlan {
    # What a run would do, as text: what -WhatIf shows. Writes nothing, and gives nothing out.
    [CmdletBinding()]
    param(
        # The command.
        [Parameter(Mandatory, Position = 0)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory, Position = 1)]
        [hashtable] $Entry,

        # The request that would begin the run.
        [Parameter(Mandatory, Position = 2)]
        [System.Collections.IDictionary] $Request,

        # What the rows that cannot be used are reported with.
        [Parameter(Mandatory, Position = 3)]
        [scriptblock] $BadRow
    )
    $Request['operation'] = 'planRun'
    Invoke-MfaRequest $Entry $Request -PassPart | ForEach-Object -Process {
        if (-not $_.ContainsKey('Part')) {
            if ($null -ne $_.Error) {
                Write-MfaError $Cmdlet $_
                return
            }
            $plan = ConvertTo-MfaRunSummary $_.Response 'GraphMfa.RunPlan'
            foreach ($line in @(Get-MfaRunPlanLine $plan)) { [void] $Cmdlet.ShouldProcess($line, $line, $plan.Operation) }
            Write-MfaNote (Get-MfaField $_.Response 'notes')
        }
        elseif ($_.Part.type -eq 'badRows') { foreach ($one in $_.Part.rows) { & $BadRow $one } }
        else {
            foreach ($person in $_.Part.people) {
                $line = Get-MfaPlannedLine (ConvertTo-MfaPlannedPerson $person)
                [void] $Cmdlet.ShouldProcess($line, $line, $person.userId)
            }
        }
    }
}
