function Get-MfaEstimateLine {
    # What a run will take, in a sentence.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        # As the contract has it, or as the module shows it.
        [Parameter(Mandatory, Position = 0)]
        [object] $Estimate
    )
    "$($Estimate.people) people, $($Estimate.writes) writes, $($Estimate.requests) requests, at least $(Get-MfaDuration $Estimate.durationMs) under the $($Estimate.quota) quota ($($Estimate.peopleRead) people were read for it)"
}
