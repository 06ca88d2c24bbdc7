function Invoke-MfaOneChange {
    # Does one operation for one person, where it is no run: what Revoke-MfaSession, New-MfaTemporaryAccessPass and
    # Set-MfaPerUserState have in common. Gives out the outcome, and reports what is not done.
    [CmdletBinding()]
    param(
        # The command.
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # The value of -User.
        [Parameter()]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $Named,

        # The object from the pipeline.
        [Parameter()]
        [AllowNull()]
        [object] $InputObject,

        # The parameters that the caller of the command gave.
        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Bound,

        [Parameter(Mandatory)]
        [hashtable] $Entry,

        # The request of the contract, without its person and its case.
        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Request,

        # The type of the outcome.
        [Parameter(Mandatory)]
        [string] $TypeName,

        # What is done, in words: "{0}: set per-user MFA to Disabled"; and the question. {0} is the person.
        [Parameter(Mandatory)]
        [string] $Deed,

        [Parameter(Mandatory)]
        [string] $Question
    )
    foreach ($identity in @(Resolve-MfaIdentity -Bound $Named -InputObject $InputObject -FromPipeline $Cmdlet.MyInvocation.ExpectingInput -Entry $Entry)) {
        if ($null -eq $identity.Error) {
            $columns = 'Reason', 'Ticket'
            if ($TypeName -eq 'GraphMfa.IssuedPass') { $columns = 'Reason', 'Ticket', 'LifetimeMinutes' }
            $option = Get-MfaRowOption -Bound $Bound -InputObject $InputObject -Column $columns
            if ($null -ne $option.Error) { $identity = $option }
        }
        if ($null -ne $identity.Error) {
            Write-MfaError $Cmdlet $identity
            continue
        }
        $target = $identity.Target
        # Names hold no braces that -f would read, but nothing says so.
        if (-not $Cmdlet.ShouldProcess($Deed.Replace('{0}', $target), $Question.Replace('{0}', $target), $target)) { continue }
        $mine = [ordered] @{}
        foreach ($name in $Request.Keys) { $mine[$name] = $Request[$name] }
        $mine['user'] = $identity.User
        if ($TypeName -eq 'GraphMfa.IssuedPass') { Add-MfaPassOption $mine $option.Bound }
        Add-MfaCase $mine $option.Bound
        $result = Invoke-MfaRequest $Entry $mine $target
        if ($null -ne $result.Error) {
            Write-MfaRefusal $Cmdlet $result $TypeName $target
            continue
        }
        $outcome = ConvertTo-MfaOutcome $result.Response $TypeName
        if ($TypeName -eq 'GraphMfa.IssuedPass') {
            $deliver = $null
            if ($Bound.ContainsKey('DeliverPass')) { $deliver = $Bound['DeliverPass'] }
            Complete-MfaPass $outcome -AsPlainText ($Bound.ContainsKey('AsPlainText') -and [bool] $Bound['AsPlainText']) -DeliverPass $deliver
            continue
        }
        $outcome
        $fault = Get-MfaOutcomeFault $outcome
        if ($null -ne $fault) { Write-MfaError $Cmdlet @{ Error = New-MfaErrorRecord $fault $target; Ends = $false } }
    }
}
