function Test-MfaPolicy {
    <#
    .SYNOPSIS
    Tells whether a guard policy is valid.

    .DESCRIPTION
    Test-MfaPolicy reads a guard policy as Connect-Mfa -Policy would, and asks no tenant. It gives $true or $false, and each
    mistake as a warning; with -Detailed it gives an object with every mistake and its field, and with what a valid policy
    says, sentence by sentence. about_GraphMfa_Policy tells what a policy may hold.

    .PARAMETER Path
    The file. Binds from the pipeline, as the output of Get-ChildItem does.

    .PARAMETER Detailed
    Gives objects instead of $true and $false.

    .INPUTS
    System.String, or an object with the property FullName, Path or PSPath.

    .OUTPUTS
    System.Boolean, with -Detailed GraphMfa.PolicyCheck

    .EXAMPLE
    Test-MfaPolicy ./policy.json

    Tells whether the policy is valid.

    .EXAMPLE
    (Test-MfaPolicy ./policy.json -Detailed).Says

    Shows in sentences what the policy demands.

    .EXAMPLE
    Get-ChildItem *.policy.json | Test-MfaPolicy -Detailed | Where-Object Valid -EQ $false

    Shows the policies that would stop every write.

    .LINK
    Connect-Mfa

    .LINK
    about_GraphMfa_Policy
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType([bool])]
    [OutputType('GraphMfa.PolicyCheck')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('FullName', 'PSPath')]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter()]
        [switch] $Detailed
    )
    begin { Use-MfaCallerPreference $PSCmdlet }
    process {
        $file = $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
        try { $text = [System.IO.File]::ReadAllText($file) }
        catch {
            $fault = New-MfaFault -Code 'invalidInput' -Message "$file cannot be read: $($_.Exception.GetBaseException().Message)" -Remedy 'name a file that can be read'
            Write-MfaError $PSCmdlet @{ Error = New-MfaErrorRecord $fault $Path; Ends = $false }
            return
        }
        $told = Invoke-MfaQuick ([ordered] @{ call = 'checkPolicy'; text = $text })
        if ($null -ne $told.Fault) { $PSCmdlet.ThrowTerminatingError((New-MfaErrorRecord $told.Fault)) }
        if ($Detailed) {
            $check = ConvertTo-MfaObject $told.Answer 'GraphMfa.PolicyCheck'
            $check.PSObject.Properties.Add((New-Object -TypeName System.Management.Automation.PSNoteProperty -ArgumentList 'Path', $file))
            $check
            return
        }
        foreach ($mistake in $told.Answer.errors) {
            $where = if ($mistake.field) { ": $($mistake.field)" } else { '' }
            Write-Warning -Message "$file$where`: $($mistake.message)"
        }
        [bool] $told.Answer.valid
    }
}
